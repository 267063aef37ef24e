package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.frame.Envelope;
import io.aramaki.kit.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;

/// Puts a span `gateway relay` into each trace that a batch's envelope names, so that the way of an
/// observation shows the door it came through.
final class RelaySpans {
  private static final String NAME = "gateway relay";

  private final Tracer tracer;

  RelaySpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /// Begins one span for each traceparent of a batch; one that cannot be read is passed over.
  List<Span> begin(Envelope envelope, String agent) {
    return envelope.traceparents().stream()
        .filter(parent -> TraceContext.span(parent).isValid())
        .map(parent -> begin(parent, envelope, agent))
        .toList();
  }

  private Span begin(String parent, Envelope envelope, String agent) {
    return tracer
        .spanBuilder(NAME)
        .setParent(TraceContext.parent(parent))
        .setAttribute("aramaki.agent", agent)
        .setAttribute("aramaki.batch.bytes", envelope.bytes())
        .startSpan();
  }
}
