package io.aramaki.monitoring.app;

import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.intake.JournalSpans;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;

/// Monitoring's spans. A result that is not sampled costs none.
final class MonitoringTracing implements Tracing, JournalSpans {
  /// A parent that is not sampled: what hangs below it is not recorded.
  private static final Context UNTRACED =
      Context.root()
          .with(
              Span.wrap(
                  SpanContext.create(
                      "00000000000000000000000000000001",
                      "0000000000000001",
                      TraceFlags.getDefault(),
                      TraceState.getDefault())));

  private final Tracer tracer;

  MonitoringTracing(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("io.aramaki.monitoring");
  }

  @Override
  public Runnable untraced(Runnable work) {
    return UNTRACED.wrap(work);
  }

  @Override
  public String evaluated(String agent, CheckResult result) {
    if (!TraceContext.isSampled(result.traceparent())) {
      return result.traceparent();
    }
    Span span =
        tracer
            .spanBuilder("monitoring evaluate")
            .setParent(TraceContext.parent(result.traceparent()))
            .setAttribute("agent", agent)
            .setAttribute("check", result.check())
            .setAttribute("status", result.status().name())
            .startSpan();
    span.end();
    return TraceContext.of(span.getSpanContext()).orElse(result.traceparent());
  }

  /// A change that no result made (a silence) begins a trace of its own.
  @Override
  public String changed(String parent, StateChange change) {
    if (!parent.isEmpty() && !TraceContext.isSampled(parent)) {
      return parent;
    }
    Span span =
        tracer
            .spanBuilder("monitoring state change")
            .setParent(parent.isEmpty() ? Context.root() : TraceContext.parent(parent))
            .setAttribute("check", change.check())
            .setAttribute("system", change.system())
            .setAttribute("status", change.status().name())
            .setAttribute("hardness", change.hardness().name())
            .startSpan();
    span.end();
    return TraceContext.of(span.getSpanContext()).orElse(parent);
  }

  /// The first sampled result's trace has the database's span below the write; the others' spans
  /// point there. All point to the trace of the batch itself.
  @Override
  public void around(List<String> traceparents, BatchKey key, Runnable write) {
    List<String> sampled = traceparents.stream().filter(TraceContext::isSampled).toList();
    if (sampled.isEmpty()) {
      untraced(write).run();
      return;
    }
    SpanContext batch = Span.current().getSpanContext();
    List<Span> spans = new ArrayList<>();
    for (String traceparent : sampled) {
      var span =
          tracer
              .spanBuilder("monitoring journal write")
              .setParent(TraceContext.parent(traceparent))
              .setAttribute("batch", key.toString());
      if (batch.isValid()) {
        span.addLink(batch);
      }
      if (!spans.isEmpty()) {
        span.addLink(spans.getFirst().getSpanContext());
      }
      spans.add(span.startSpan());
    }
    try (Scope _ = Context.root().with(spans.getFirst()).makeCurrent()) {
      write.run();
    } finally {
      spans.forEach(Span::end);
    }
  }
}
