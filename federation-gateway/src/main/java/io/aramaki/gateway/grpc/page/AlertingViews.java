package io.aramaki.gateway.grpc.page;

import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.AlertTransition;
import io.aramaki.gateway.domain.view.AlertView;
import io.aramaki.gateway.domain.view.TicketView;
import io.aramaki.gateway.domain.view.TransitionView;
import io.aramaki.ticketing.v1.Ticket;
import java.util.Locale;

/// Alerting's and ticketing's messages as plain values.
final class AlertingViews {
  private AlertingViews() {}

  static AlertView alert(Alert alert) {
    return new AlertView(
        alert.getName(),
        alert.getSystem(),
        alert.getCheck(),
        alert.getAgent(),
        alert.getState().name().toLowerCase(Locale.ROOT),
        MonitoringViews.badness(alert.getSeverity()),
        alert.getSummary(),
        alert.getLabelsMap(),
        Times.of(alert.hasStartTime(), alert.getStartTime()),
        Times.of(alert.hasResolveTime(), alert.getResolveTime()),
        alert.getOwner(),
        alert.getAcknowledgeComment(),
        Times.of(alert.hasAcknowledgeTime(), alert.getAcknowledgeTime()),
        alert.getSuppressionsList(),
        alert.getEpisode(),
        alert.getEtag());
  }

  static TransitionView transition(AlertTransition transition) {
    return new TransitionView(
        transition.getKind(),
        Times.of(transition.hasTransitionTime(), transition.getTransitionTime()),
        transition.getActor(),
        transition.getSummary(),
        MonitoringViews.badness(transition.getSeverity()));
  }

  static TicketView ticket(Ticket ticket) {
    return new TicketView(
        ticket.getName(),
        ticket.getTracker(),
        ticket.getDisplayKey(),
        ticket.getUrl(),
        ticket.getTitle(),
        ticket.getState().name().toLowerCase(Locale.ROOT),
        ticket.getTrackerStatus(),
        ticket.getError(),
        ticket.getAlert(),
        Times.of(ticket.hasUpdateTime(), ticket.getUpdateTime()));
  }
}
