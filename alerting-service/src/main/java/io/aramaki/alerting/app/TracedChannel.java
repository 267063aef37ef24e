package io.aramaki.alerting.app;

import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.notify.Channel;
import io.aramaki.kit.telemetry.TraceContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayList;

/// A channel whose sending is a span in the trace of the first alert; the traces of the others are
/// linked.
record TracedChannel(String receiver, Channel channel, Tracer tracer) implements Channel {
  @Override
  public Outcome send(Message message) {
    var builder = tracer.spanBuilder("alerting notify").setAttribute("receiver", receiver);
    var alerts = new ArrayList<>(message.firing());
    alerts.addAll(message.resolved());
    boolean parent = false;
    for (var alert : alerts) {
      if (!alert.traceparent().isEmpty()) {
        if (parent) {
          builder.addLink(TraceContext.span(alert.traceparent()));
        } else {
          builder.setParent(TraceContext.parent(alert.traceparent()));
          parent = true;
        }
      }
    }
    var span = builder.startSpan();
    try (var _ = span.makeCurrent()) {
      var outcome = channel.send(message);
      if (!(outcome instanceof Outcome.Accepted)) {
        span.setStatus(StatusCode.ERROR, outcome.toString());
      }
      return outcome;
    } finally {
      span.end();
    }
  }
}
