package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.notify.Channel;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.ticketing.v1.ReportAlertRequest;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;

/// Tells ticketing about each alert of a message. Ticketing's ledger makes a repetition harmless.
public final class TicketChannel implements Channel {
  private final io.grpc.Channel ticketing;
  private final String tracker;
  private final String organisation;
  private final URI external;
  private final Tracer tracer;

  /// @param tracker its name in the configuration of ticketing
  /// @param organisation `orgs/{org}`
  /// @param external where people find this organisation's gateway
  public TicketChannel(
      io.grpc.Channel ticketing, String tracker, String organisation, URI external, Tracer tracer) {
    this.ticketing = ticketing;
    this.tracker = tracker;
    this.organisation = organisation;
    this.external = external;
    this.tracer = tracer;
  }

  /// Ends first: a problem that came back has a newer episode, which may take its ticket over.
  @Override
  public Outcome send(Message message) {
    try {
      message.resolved().forEach(alert -> report(alert, false));
      message.firing().forEach(alert -> report(alert, true));
      return new Outcome.Accepted();
    } catch (StatusRuntimeException e) {
      return new Outcome.Unclear("ticketing: " + e.getStatus());
    }
  }

  private void report(Alert alert, boolean firing) {
    var builder = tracer.spanBuilder("alerting report ticket");
    if (!alert.traceparent().isEmpty()) {
      builder.setParent(TraceContext.parent(alert.traceparent()));
    }
    var span = builder.startSpan();
    try (var _ = span.makeCurrent()) {
      var request =
          request(alert, firing).setTraceparent(TraceContext.current().orElse(alert.traceparent()));
      var _ = TicketServiceGrpc.newBlockingStub(ticketing).reportAlert(request.build());
    } finally {
      span.end();
    }
  }

  private ReportAlertRequest.Builder request(Alert alert, boolean firing) {
    return ReportAlertRequest.newBuilder()
        .setTracker(tracker)
        .setAlert(organisation + "/alerts/" + alert.id())
        .setSystem(alert.key().system())
        .setEpisode(alert.episode())
        .setTransitionSeq(alert.transitionSeq())
        .setFiring(firing)
        .setSeverity(alert.severity().label())
        .setSummary(alert.summary())
        .putAllLabels(alert.labels())
        .setStartTime(Times.timestamp(alert.start()))
        .setUrl(external + "/alerts/" + alert.id())
        .setDedupeKey(alert.key().hash());
  }
}
