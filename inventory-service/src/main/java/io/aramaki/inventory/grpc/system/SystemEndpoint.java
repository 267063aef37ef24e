package io.aramaki.inventory.grpc.system;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.system.Systems;
import io.aramaki.inventory.grpc.Changes;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.Tokens;
import io.aramaki.inventory.grpc.VisiblePages;
import io.aramaki.inventory.v1.CreateSystemRequest;
import io.aramaki.inventory.v1.DeleteSystemRequest;
import io.aramaki.inventory.v1.GetSystemRequest;
import io.aramaki.inventory.v1.ListSystemsRequest;
import io.aramaki.inventory.v1.ListSystemsResponse;
import io.aramaki.inventory.v1.ManagedSystem;
import io.aramaki.inventory.v1.SystemServiceGrpc.SystemServiceImplBase;
import io.aramaki.inventory.v1.UpdateSystemRequest;
import io.aramaki.kit.grpc.FieldMasks;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.grpc.stub.StreamObserver;

/// `SystemService`.
public final class SystemEndpoint extends SystemServiceImplBase {
  private static final String LIST = "systems";

  private final Systems systems;
  private final Names names;
  private final SystemMapper mapper;

  public SystemEndpoint(Systems systems, Names names) {
    this.systems = systems;
    this.names = names;
    this.mapper = new SystemMapper(names);
  }

  @Override
  public void getSystem(GetSystemRequest request, StreamObserver<ManagedSystem> observer) {
    Unary.answer(observer, () -> mapper.proto(systems.get(names.system(request.getName()))));
  }

  @Override
  public void listSystems(
      ListSystemsRequest request, StreamObserver<ListSystemsResponse> observer) {
    Unary.answer(observer, () -> list(request));
  }

  @Override
  public void createSystem(CreateSystemRequest request, StreamObserver<ManagedSystem> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          SystemId id = Names.newId(Kind.SYSTEM, "system_id", request.getSystemId(), SystemId::new);
          return mapper.proto(
              systems.create(
                  id,
                  mapper.content(request.getSystem()),
                  request.getRequestId(),
                  Changes.byCaller()));
        });
  }

  @Override
  public void updateSystem(UpdateSystemRequest request, StreamObserver<ManagedSystem> observer) {
    Unary.answer(
        observer,
        () -> {
          ManagedSystem update = request.getSystem();
          SystemId id = names.system(update.getName());
          return mapper.proto(
              systems.update(
                  id,
                  content ->
                      mapper.content(
                          FieldMasks.merge(
                              mapper.proto(id, content), update, request.getUpdateMask())),
                  update.getEtag(),
                  Changes.byCaller()));
        });
  }

  @Override
  public void deleteSystem(DeleteSystemRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          systems.delete(names.system(request.getName()), request.getEtag(), Changes.byCaller());
          return Empty.getDefaultInstance();
        });
  }

  private ListSystemsResponse list(ListSystemsRequest request) {
    names.requireOrg(request.getParent());
    Caller caller = Caller.current();
    Page<io.aramaki.inventory.domain.system.ManagedSystem> page =
        VisiblePages.read(
            Tokens.after(request.getPageToken(), LIST, SystemId::new).map(SystemId::value),
            Paging.size(request.getPageSize()),
            (after, size) -> systems.list(after.map(SystemId::new), size),
            system -> caller.maySee(mapper.name(system.id())),
            system -> system.id().value());
    return ListSystemsResponse.newBuilder()
        .addAllSystems(page.items().stream().map(mapper::proto).toList())
        .setNextPageToken(Tokens.next(page.next(), LIST))
        .build();
  }
}
