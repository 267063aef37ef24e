package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.fact.FactStore.Position;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.v1.Fact;
import io.aramaki.inventory.v1.FactServiceGrpc;
import io.aramaki.inventory.v1.ListFactHistoryRequest;
import io.aramaki.inventory.v1.ListFactHistoryResponse;
import io.aramaki.inventory.v1.ListFactsRequest;
import io.aramaki.inventory.v1.ListFactsResponse;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.page.PageToken;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// `FactService` on the wire.
final class FactEndpoint extends FactServiceGrpc.FactServiceImplBase {
  private final Facts facts;
  private final Names names;

  FactEndpoint(Facts facts, Names names) {
    this.facts = facts;
    this.names = names;
  }

  @Override
  public void listFacts(ListFactsRequest request, StreamObserver<ListFactsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var system = system(request.getParent());
          var page =
              facts.current(
                  system,
                  position(request.getPageToken(), "facts " + system),
                  Paging.size(request.getPageSize()));
          return ListFactsResponse.newBuilder()
              .addAllFacts(page.facts().stream().map(this::map).toList())
              .setNextPageToken(token(page.next(), "facts " + system))
              .build();
        });
  }

  @Override
  public void listFactHistory(
      ListFactHistoryRequest request, StreamObserver<ListFactHistoryResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var system = system(request.getParent());
          var page =
              facts.history(
                  system,
                  position(request.getPageToken(), "history " + system),
                  Paging.size(request.getPageSize()));
          return ListFactHistoryResponse.newBuilder()
              .addAllFacts(page.facts().stream().map(this::map).toList())
              .setNextPageToken(token(page.next(), "history " + system))
              .build();
        });
  }

  private SystemId system(String name) {
    return names.system(Kind.SYSTEM, "parent", name);
  }

  private static Optional<Position> position(String text, String shape) {
    return Paging.token(text, shape, 3)
        .map(token -> token.position())
        .map(parts -> new Position(Long.parseLong(parts.get(0)), parts.get(1), parts.get(2)));
  }

  private static String token(Optional<Position> next, String shape) {
    return next.map(position ->
            PageToken.at(Long.toString(position.observeTimeMs()), position.key(), position.agent())
                .text(shape))
        .orElse("");
  }

  private Fact map(io.aramaki.inventory.domain.fact.Fact fact) {
    var builder =
        Fact.newBuilder()
            .setSystem(names.of(fact.system()))
            .setKey(fact.key())
            .setValue(fact.value())
            .setAgent(fact.agent().in(names.org()))
            .setObserveTime(Times.timestamp(fact.observeTime()));
    fact.replaceTime().ifPresent(time -> builder.setReplaceTime(Times.timestamp(time)));
    return builder.build();
  }
}
