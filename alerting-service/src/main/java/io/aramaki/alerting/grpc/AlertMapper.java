package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.domain.suppress.Suppression;
import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.AlertTransition;
import io.aramaki.alerting.v1.Notification;
import io.aramaki.kit.grpc.Times;
import io.aramaki.type.v1.CheckStatus;
import java.util.List;

/// Alerts and what belongs to them on the wire.
final class AlertMapper {
  private final String organisation;

  AlertMapper(String organisation) {
    this.organisation = organisation;
  }

  String name(String id) {
    return organisation + "/alerts/" + id;
  }

  Alert alert(io.aramaki.alerting.domain.alert.Alert alert, List<Suppression> suppressions) {
    var builder =
        Alert.newBuilder()
            .setName(name(alert.id()))
            .setSystem(alert.key().system())
            .setCheck(alert.key().check())
            .setAgent(alert.key().agent())
            .setState(state(alert.state()))
            .setSeverity(severity(alert.severity()))
            .putAllLabels(alert.labels())
            .setSummary(alert.summary())
            .setTransitionSeq(alert.transitionSeq())
            .setStartTime(Times.timestamp(alert.start()))
            .setUpdateTime(Times.timestamp(alert.update()))
            .setEpisode(alert.episode())
            .setTraceparent(alert.traceparent())
            .setEtag(alert.etag());
    switch (alert.state()) {
      case io.aramaki.alerting.domain.alert.Alert.State.Firing _ -> {}
      case io.aramaki.alerting.domain.alert.Alert.State.Resolved resolved ->
          builder.setResolveTime(Times.timestamp(resolved.when()));
      case io.aramaki.alerting.domain.alert.Alert.State.Expired expired ->
          builder.setResolveTime(Times.timestamp(expired.when()));
    }
    alert
        .state()
        .acknowledgement()
        .ifPresent(acknowledgement ->
            builder
                .setOwner(acknowledgement.owner())
                .setAcknowledgeComment(acknowledgement.comment())
                .setAcknowledgeTime(Times.timestamp(acknowledgement.when())));
    suppressions.forEach(
        suppression -> builder.addSuppressions(organisation + "/suppressions/" + suppression.id()));
    return builder.build();
  }

  AlertTransition transition(Transition transition) {
    return AlertTransition.newBuilder()
        .setAlert(name(transition.alertId()))
        .setTransitionSeq(transition.seq())
        .setKind(transition.kind())
        .setTransitionTime(Times.timestamp(transition.when()))
        .setActor(transition.actor())
        .setSummary(transition.summary())
        .setSeverity(severity(transition.severity()))
        .build();
  }

  Notification notification(io.aramaki.alerting.domain.dispatch.Notification message) {
    var builder =
        Notification.newBuilder()
            .setIdempotencyKey(message.key())
            .setReceiver(message.receiver())
            .setGroupKey(message.groupKey())
            .setStatus(message.status())
            .setAttempts(message.attempts())
            .setError(message.error())
            .setCreateTime(Times.timestamp(message.create()));
    message.firing().forEach(alert -> builder.addAlerts(name(alert.alertId())));
    message.resolved().forEach(alert -> builder.addAlerts(name(alert.alertId())));
    switch (message.progress()) {
      case io.aramaki.alerting.domain.dispatch.Notification.Progress.Claimed _ ->
          builder.setState(Notification.State.CLAIMED);
      case io.aramaki.alerting.domain.dispatch.Notification.Progress.Sent sent ->
          builder.setState(Notification.State.SENT).setSendTime(Times.timestamp(sent.when()));
      case io.aramaki.alerting.domain.dispatch.Notification.Progress.Retrying _ ->
          builder.setState(Notification.State.RETRYING);
      case io.aramaki.alerting.domain.dispatch.Notification.Progress.Undelivered _ ->
          builder.setState(Notification.State.UNDELIVERED);
    }
    return builder.build();
  }

  private static Alert.State state(io.aramaki.alerting.domain.alert.Alert.State state) {
    return switch (state) {
      case io.aramaki.alerting.domain.alert.Alert.State.Firing _ -> Alert.State.FIRING;
      case io.aramaki.alerting.domain.alert.Alert.State.Resolved _ -> Alert.State.RESOLVED;
      case io.aramaki.alerting.domain.alert.Alert.State.Expired _ -> Alert.State.EXPIRED;
    };
  }

  private static CheckStatus severity(Severity severity) {
    return switch (severity) {
      case UNKNOWN -> CheckStatus.UNKNOWN;
      case WARNING -> CheckStatus.WARNING;
      case CRITICAL -> CheckStatus.CRITICAL;
    };
  }
}
