package io.aramaki.agent.app;

import io.aramaki.agent.action.Actions;
import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.CheckTracing;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.kit.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.function.Consumer;
import java.util.function.Function;

/// A span for each execution of a check, which begins a trace, and for each run, which continues
/// the trace of its request.
final class Spans implements CheckTracing, Actions.Tracing {
  private final Tracer tracer;

  Spans(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public CheckOutcome trace(
      CheckDefinition check, Function<ExecutionTrace, CheckOutcome> execution) {
    Span span =
        tracer
            .spanBuilder("check " + check.id())
            .setNoParent()
            .setAttribute("check", check.name())
            .setAttribute("system", check.system())
            .startSpan();
    try {
      SpanContext context = span.getSpanContext();
      CheckOutcome outcome =
          execution.apply(
              new ExecutionTrace(TraceContext.of(context).orElse(""), context.isSampled()));
      span.setAttribute("status", outcome.status().name());
      return outcome;
    } finally {
      span.end();
    }
  }

  @Override
  public void trace(String run, String parent, Consumer<String> execution) {
    Span span =
        tracer
            .spanBuilder("run action")
            .setParent(TraceContext.parent(parent))
            .setAttribute("run", run)
            .startSpan();
    try {
      execution.accept(TraceContext.of(span.getSpanContext()).orElse(""));
    } catch (RuntimeException e) {
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }
}
