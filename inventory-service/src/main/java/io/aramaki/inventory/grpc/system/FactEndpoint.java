package io.aramaki.inventory.grpc.system;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.fact.FactStore.Position;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.domain.fact.Facts.FactPage;
import io.aramaki.inventory.domain.system.Systems;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.Tokens;
import io.aramaki.inventory.v1.FactServiceGrpc.FactServiceImplBase;
import io.aramaki.inventory.v1.ListFactHistoryRequest;
import io.aramaki.inventory.v1.ListFactHistoryResponse;
import io.aramaki.inventory.v1.ListFactsRequest;
import io.aramaki.inventory.v1.ListFactsResponse;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.page.PageToken;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/// `FactService`.
public final class FactEndpoint extends FactServiceImplBase {
  private static final int POSITION_PARTS = 3;

  private final Facts facts;
  private final Systems systems;
  private final Names names;
  private final SystemMapper mapper;

  public FactEndpoint(Facts facts, Systems systems, Names names) {
    this.facts = facts;
    this.systems = systems;
    this.names = names;
    this.mapper = new SystemMapper(names);
  }

  @Override
  public void listFacts(ListFactsRequest request, StreamObserver<ListFactsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          SystemId system = existing(request.getParent());
          String list = "facts " + system;
          FactPage page =
              facts.current(
                  system,
                  position(request.getPageToken(), list),
                  Paging.size(request.getPageSize()));
          return ListFactsResponse.newBuilder()
              .addAllFacts(page.facts().stream().map(mapper::proto).toList())
              .setNextPageToken(token(page.next(), list))
              .build();
        });
  }

  @Override
  public void listFactHistory(
      ListFactHistoryRequest request, StreamObserver<ListFactHistoryResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          SystemId system = existing(request.getParent());
          String list = "fact history " + system;
          FactPage page =
              facts.history(
                  system,
                  position(request.getPageToken(), list),
                  Paging.size(request.getPageSize()));
          return ListFactHistoryResponse.newBuilder()
              .addAllFacts(page.facts().stream().map(mapper::proto).toList())
              .setNextPageToken(token(page.next(), list))
              .build();
        });
  }

  private SystemId existing(String name) {
    return systems.get(names.system(name)).id();
  }

  private static Optional<Position> position(String token, String list) {
    return Tokens.position(token, list, POSITION_PARTS).map(FactEndpoint::position);
  }

  private static Position position(List<String> parts) {
    try {
      return new Position(Long.parseLong(parts.get(0)), parts.get(1), parts.get(2));
    } catch (NumberFormatException _) {
      throw Tokens.foreign();
    }
  }

  private static String token(Optional<Position> next, String list) {
    return next.map(
            at -> PageToken.at(Long.toString(at.observeTimeMs()), at.key(), at.agent()).text(list))
        .orElse("");
  }
}
