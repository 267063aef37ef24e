package io.aramaki.inventory.grpc;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.v1.Action;
import io.aramaki.inventory.v1.ActionServiceGrpc;
import io.aramaki.inventory.v1.CreateActionRequest;
import io.aramaki.inventory.v1.DeleteActionRequest;
import io.aramaki.inventory.v1.GetActionRequest;
import io.aramaki.inventory.v1.ListActionsRequest;
import io.aramaki.inventory.v1.ListActionsResponse;
import io.aramaki.inventory.v1.UpdateActionRequest;
import io.aramaki.kit.grpc.FieldMasks;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// `ActionService` on the wire.
final class ActionEndpoint extends ActionServiceGrpc.ActionServiceImplBase {
  private final Actions actions;
  private final ActionMapper mapper;
  private final Names names;

  ActionEndpoint(Actions actions, ActionMapper mapper, Names names) {
    this.actions = actions;
    this.mapper = mapper;
    this.names = names;
  }

  @Override
  public void getAction(GetActionRequest request, StreamObserver<Action> observer) {
    Unary.answer(observer, () -> mapper.map(actions.get(id("name", request.getName()))));
  }

  @Override
  public void listActions(
      ListActionsRequest request, StreamObserver<ListActionsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var caller = Caller.current();
          Optional<SystemId> system =
              names.optional(
                  request.getSystem(), name -> names.system(Kind.ACTION, "system", name));
          var page =
              Listing.page(
                  request.getPageSize(),
                  request.getPageToken(),
                  "actions " + request.getSystem(),
                  (after, size) -> actions.list(after.map(ActionId::new), size),
                  action ->
                      caller.maySee(names.of(action.content().system()))
                          && system.map(action.content().system()::equals).orElse(true));
          return ListActionsResponse.newBuilder()
              .addAllActions(page.items().stream().map(mapper::map).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void createAction(CreateActionRequest request, StreamObserver<Action> observer) {
    Unary.answer(
        observer,
        () ->
            mapper.map(
                actions.create(
                    Listing.id(Kind.ACTION, "action_id", request.getActionId(), ActionId::new),
                    mapper.content(request.getAction()),
                    request.getRequestId(),
                    Asked.now())));
  }

  @Override
  public void updateAction(UpdateActionRequest request, StreamObserver<Action> observer) {
    Unary.answer(
        observer,
        () ->
            mapper.map(
                actions.update(
                    id("action.name", request.getAction().getName()),
                    before ->
                        mapper.content(
                            FieldMasks.merge(
                                mapper.proto(before),
                                request.getAction(),
                                request.getUpdateMask())),
                    request.getAction().getEtag(),
                    Asked.now())));
  }

  @Override
  public void deleteAction(DeleteActionRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          actions.delete(id("name", request.getName()), request.getEtag(), Asked.now());
          return Empty.getDefaultInstance();
        });
  }

  private ActionId id(String field, String name) {
    return names.action(Kind.ACTION, field, name);
  }
}
