package io.aramaki.inventory.grpc;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.system.SystemContent;
import io.aramaki.inventory.domain.system.Systems;
import io.aramaki.inventory.v1.CreateSystemRequest;
import io.aramaki.inventory.v1.DeleteSystemRequest;
import io.aramaki.inventory.v1.GetSystemRequest;
import io.aramaki.inventory.v1.ListSystemsRequest;
import io.aramaki.inventory.v1.ListSystemsResponse;
import io.aramaki.inventory.v1.ManagedSystem;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.inventory.v1.UpdateSystemRequest;
import io.aramaki.kit.grpc.FieldMasks;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/// `SystemService` on the wire.
final class SystemEndpoint extends SystemServiceGrpc.SystemServiceImplBase {
  private final Systems systems;
  private final Names names;

  SystemEndpoint(Systems systems, Names names) {
    this.systems = systems;
    this.names = names;
  }

  @Override
  public void getSystem(GetSystemRequest request, StreamObserver<ManagedSystem> observer) {
    Unary.answer(observer, () -> map(systems.get(id(request.getName()))));
  }

  @Override
  public void listSystems(
      ListSystemsRequest request, StreamObserver<ListSystemsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var caller = Caller.current();
          var page =
              Listing.page(
                  request.getPageSize(),
                  request.getPageToken(),
                  "systems",
                  (after, size) -> systems.list(after.map(SystemId::new), size),
                  system -> caller.maySee(names.of(system.id())));
          return ListSystemsResponse.newBuilder()
              .addAllSystems(page.items().stream().map(this::map).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void createSystem(CreateSystemRequest request, StreamObserver<ManagedSystem> observer) {
    Unary.answer(
        observer,
        () ->
            map(
                systems.create(
                    Listing.id(Kind.SYSTEM, "system_id", request.getSystemId(), SystemId::new),
                    content(request.getSystem()),
                    request.getRequestId(),
                    Asked.now())));
  }

  @Override
  public void updateSystem(UpdateSystemRequest request, StreamObserver<ManagedSystem> observer) {
    Unary.answer(
        observer,
        () ->
            map(
                systems.update(
                    id(request.getSystem().getName()),
                    before ->
                        content(
                            FieldMasks.merge(
                                proto(before), request.getSystem(), request.getUpdateMask())),
                    request.getSystem().getEtag(),
                    Asked.now())));
  }

  @Override
  public void deleteSystem(DeleteSystemRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          systems.delete(id(request.getName()), request.getEtag(), Asked.now());
          return Empty.getDefaultInstance();
        });
  }

  private SystemId id(String name) {
    return names.system(Kind.SYSTEM, "name", name);
  }

  private ManagedSystem map(io.aramaki.inventory.domain.system.ManagedSystem system) {
    return proto(system.content()).toBuilder()
        .setName(names.of(system.id()))
        .setCreateTime(Times.timestamp(system.createTime()))
        .setUpdateTime(Times.timestamp(system.updateTime()))
        .setEtag(system.etag())
        .build();
  }

  private ManagedSystem proto(SystemContent content) {
    return ManagedSystem.newBuilder()
        .setDisplayName(content.displayName())
        .setDescription(content.description())
        .setOwner(content.owner())
        .putAllLabels(content.labels())
        .addAllSubsystems(content.subsystems().stream().map(names::of).toList())
        .build();
  }

  private SystemContent content(ManagedSystem system) {
    List<SystemId> subsystems = new ArrayList<>();
    for (int i = 0; i < system.getSubsystemsCount(); i++) {
      subsystems.add(names.system(Kind.SYSTEM, "subsystems[" + i + "]", system.getSubsystems(i)));
    }
    return new SystemContent(
        system.getDisplayName(),
        system.getDescription(),
        system.getOwner(),
        system.getLabelsMap(),
        subsystems);
  }
}
