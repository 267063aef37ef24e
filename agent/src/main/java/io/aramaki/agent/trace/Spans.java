package io.aramaki.agent.trace;

import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.kit.telemetry.Telemetry;
import io.aramaki.kit.telemetry.TelemetryConfig;
import io.aramaki.kit.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.function.Consumer;
import java.util.function.Function;

/// A span for each execution and each run.
final class Spans implements Tracing {
  private final Telemetry telemetry;
  private final Tracer tracer;

  private Spans(Telemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.tracer("io.aramaki.agent");
  }

  static Spans start(TelemetryConfig config, String instance) {
    return new Spans(Telemetry.start(config, "agent", instance));
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

  @Override
  public void close() {
    telemetry.close();
  }
}
