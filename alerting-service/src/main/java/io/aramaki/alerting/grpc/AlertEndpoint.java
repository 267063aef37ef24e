package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.AlertingException;
import io.aramaki.alerting.domain.alert.Alert.Acknowledgement;
import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.alerting.v1.AcknowledgeAlertRequest;
import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.AlertServiceGrpc;
import io.aramaki.alerting.v1.GetAlertRequest;
import io.aramaki.alerting.v1.ListAlertTransitionsRequest;
import io.aramaki.alerting.v1.ListAlertTransitionsResponse;
import io.aramaki.alerting.v1.ListAlertsRequest;
import io.aramaki.alerting.v1.ListAlertsResponse;
import io.aramaki.alerting.v1.ListNotificationsRequest;
import io.aramaki.alerting.v1.ListNotificationsResponse;
import io.aramaki.alerting.v1.ResolveAlertRequest;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.error.Errors;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/// `AlertService` on the wire.
final class AlertEndpoint extends AlertServiceGrpc.AlertServiceImplBase {
  /// The longest comment, in characters.
  private static final int COMMENT_MAX = 1_000;

  private static final String ALERTS = "alerts";

  private final Engine engine;
  private final AlertMapper mapper;
  private final RequestNames names;
  private final Function<String, List<Transition>> history;

  AlertEndpoint(
      Engine engine,
      AlertMapper mapper,
      RequestNames names,
      Function<String, List<Transition>> history) {
    this.engine = engine;
    this.mapper = mapper;
    this.names = names;
    this.history = history;
  }

  @Override
  public void getAlert(GetAlertRequest request, StreamObserver<Alert> observer) {
    Unary.answer(observer, () -> toProto(find(id(request.getName()))));
  }

  @Override
  public void listAlerts(ListAlertsRequest request, StreamObserver<ListAlertsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var _ = names.organisation("parent", request.getParent());
          var system = names.systemOrNone("system", request.getSystem());
          checkState(request);
          var caller = Caller.current();
          var all =
              engine.read((_, book) ->
                  book.alerts().stream()
                      .filter(alert -> caller.maySee(alert.key().system()))
                      .filter(alert -> wanted(alert, system, request.getState()))
                      .toList());
          var shape = system + "|" + request.getState();
          var page =
              Paging.ordered(
                  all,
                  request.getPageSize(),
                  request.getPageToken(),
                  shape,
                  AlertEndpoint::firingThenNewest);
          return ListAlertsResponse.newBuilder()
              .addAllAlerts(page.items().stream().map(this::toProto).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void acknowledgeAlert(AcknowledgeAlertRequest request, StreamObserver<Alert> observer) {
    Unary.answer(
        observer,
        () -> {
          var id = id(request.getName());
          checkComment(request.getComment());
          var owner = Caller.current().name();
          return toProto(
              engine.step((alerting, edit, now) ->
                  alerting.acknowledge(
                      edit,
                      id,
                      request.getEtag(),
                      new Acknowledgement(owner, request.getComment(), now))));
        });
  }

  @Override
  public void resolveAlert(ResolveAlertRequest request, StreamObserver<Alert> observer) {
    Unary.answer(
        observer,
        () -> {
          var id = id(request.getName());
          checkComment(request.getComment());
          var actor = Caller.current().name();
          return toProto(
              engine.step((alerting, edit, now) ->
                  alerting.resolve(edit, id, request.getEtag(), actor, request.getComment(), now)));
        });
  }

  @Override
  public void listAlertTransitions(
      ListAlertTransitionsRequest request, StreamObserver<ListAlertTransitionsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var id = find(names.in(ALERTS, "parent", request.getParent()).id()).id();
          var all = history.apply(id).reversed();
          var page =
              Paging.cut(
                  all,
                  request.getPageSize(),
                  request.getPageToken(),
                  id,
                  entry -> Long.toString(entry.seq()));
          return ListAlertTransitionsResponse.newBuilder()
              .addAllTransitions(page.items().stream().map(mapper::transition).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void listNotifications(
      ListNotificationsRequest request, StreamObserver<ListNotificationsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var _ = names.organisation("parent", request.getParent());
          var page =
              Paging.cut(
                  engine.read((_, book) -> List.copyOf(book.notifications())).reversed(),
                  request.getPageSize(),
                  request.getPageToken(),
                  "notifications",
                  message -> message.key());
          return ListNotificationsResponse.newBuilder()
              .addAllNotifications(page.items().stream().map(mapper::notification).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  private static String firingThenNewest(io.aramaki.alerting.domain.alert.Alert alert) {
    return Places.newestFirst(alert.firing(), alert.start(), alert.id());
  }

  private static boolean wanted(
      io.aramaki.alerting.domain.alert.Alert alert, String system, Alert.State state) {
    boolean here = system.isEmpty() || system.equals(alert.key().system());
    boolean there =
        switch (state) {
          case STATE_UNSPECIFIED, UNRECOGNIZED -> true;
          case FIRING -> alert.firing();
          case RESOLVED ->
              alert.state() instanceof io.aramaki.alerting.domain.alert.Alert.State.Resolved;
          case EXPIRED ->
              alert.state() instanceof io.aramaki.alerting.domain.alert.Alert.State.Expired;
        };
    return here && there;
  }

  /// A state that this version does not know must not pass for "any".
  private static void checkState(ListAlertsRequest request) {
    if (request.getState() == Alert.State.UNRECOGNIZED) {
      throw Errors.invalid(
          "INVALID_STATE",
          "state",
          "%d is no state (expected: FIRING, RESOLVED, EXPIRED or none)"
              .formatted(request.getStateValue()));
    }
  }

  private io.aramaki.alerting.domain.alert.Alert find(String id) {
    return engine
        .read((_, book) -> book.alert(id))
        .orElseThrow(() -> new AlertingException.AlertNotFound(id));
  }

  private static void checkComment(String comment) {
    if (comment.length() > COMMENT_MAX) {
      throw Errors.invalid(
          "INVALID_COMMENT",
          "comment",
          "it has %d characters (expected: at most %d)".formatted(comment.length(), COMMENT_MAX));
    }
  }

  private Alert toProto(io.aramaki.alerting.domain.alert.Alert alert) {
    var suppressions =
        alert.firing()
            ? engine.read((alerting, _) -> alerting.suppressing(alert, engine.now()))
            : List.<io.aramaki.alerting.domain.suppress.Suppression>of();
    return mapper.alert(alert, suppressions);
  }

  private String id(String name) {
    return names.in(ALERTS, "name", name).id();
  }
}
