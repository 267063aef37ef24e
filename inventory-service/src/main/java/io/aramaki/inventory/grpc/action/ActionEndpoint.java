package io.aramaki.inventory.grpc.action;

import com.google.protobuf.Empty;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.grpc.Changes;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.Tokens;
import io.aramaki.inventory.grpc.VisiblePages;
import io.aramaki.inventory.v1.Action;
import io.aramaki.inventory.v1.ActionServiceGrpc.ActionServiceImplBase;
import io.aramaki.inventory.v1.CreateActionRequest;
import io.aramaki.inventory.v1.DeleteActionRequest;
import io.aramaki.inventory.v1.GetActionRequest;
import io.aramaki.inventory.v1.ListActionsRequest;
import io.aramaki.inventory.v1.ListActionsResponse;
import io.aramaki.inventory.v1.UpdateActionRequest;
import io.aramaki.kit.grpc.FieldMasks;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// `ActionService`.
public final class ActionEndpoint extends ActionServiceImplBase {
  private final Actions actions;
  private final Names names;
  private final ActionMapper mapper;

  public ActionEndpoint(Actions actions, Names names) {
    this.actions = actions;
    this.names = names;
    this.mapper = new ActionMapper(names);
  }

  @Override
  public void getAction(GetActionRequest request, StreamObserver<Action> observer) {
    Unary.answer(observer, () -> mapper.proto(actions.get(names.action(request.getName()))));
  }

  @Override
  public void listActions(
      ListActionsRequest request, StreamObserver<ListActionsResponse> observer) {
    Unary.answer(observer, () -> list(request));
  }

  @Override
  public void createAction(CreateActionRequest request, StreamObserver<Action> observer) {
    Unary.answer(
        observer,
        () -> {
          names.requireOrg(request.getParent());
          ActionId id = Names.newId(Kind.ACTION, "action_id", request.getActionId(), ActionId::new);
          return mapper.proto(
              actions.create(
                  id,
                  mapper.content(request.getAction()),
                  request.getRequestId(),
                  Changes.byCaller()));
        });
  }

  @Override
  public void updateAction(UpdateActionRequest request, StreamObserver<Action> observer) {
    Unary.answer(
        observer,
        () -> {
          Action update = request.getAction();
          ActionId id = names.action(update.getName());
          return mapper.proto(
              actions.update(
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
  public void deleteAction(DeleteActionRequest request, StreamObserver<Empty> observer) {
    Unary.answer(
        observer,
        () -> {
          actions.delete(names.action(request.getName()), request.getEtag(), Changes.byCaller());
          return Empty.getDefaultInstance();
        });
  }

  private ListActionsResponse list(ListActionsRequest request) {
    names.requireOrg(request.getParent());
    Caller caller = Caller.current();
    Optional<SystemId> system =
        request.getSystem().isEmpty()
            ? Optional.empty()
            : Optional.of(names.system(request.getSystem()));
    String shape = "actions " + system;
    Page<io.aramaki.inventory.domain.action.Action> page =
        VisiblePages.read(
            Tokens.after(request.getPageToken(), shape, ActionId::new).map(ActionId::value),
            Paging.size(request.getPageSize()),
            (after, size) -> actions.list(after.map(ActionId::new), size),
            action ->
                system.map(action.content().system()::equals).orElse(true)
                    && caller.maySee(action.content().system().in(names.org())),
            action -> action.id().value());
    return ListActionsResponse.newBuilder()
        .addAllActions(page.items().stream().map(mapper::proto).toList())
        .setNextPageToken(Tokens.next(page.next(), shape))
        .build();
  }
}
