package io.aramaki.agent.trace;

import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.kit.telemetry.TraceContext;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// No spans, since nobody would get them; the ids go along all the same, so that plugins and the
/// services can continue the trace.
final class TraceIds implements Tracing {
  private static final HexFormat HEX = HexFormat.of();

  private final double sampleRatio;
  private final RandomGenerator random;

  TraceIds(double sampleRatio, RandomGenerator random) {
    this.sampleRatio = sampleRatio;
    this.random = random;
  }

  @Override
  public CheckOutcome trace(
      CheckDefinition check, Function<ExecutionTrace, CheckOutcome> execution) {
    return execution.apply(begin());
  }

  /// There is no span between the request and what the run does.
  @Override
  public void trace(String run, String parent, Consumer<String> execution) {
    boolean continued = !parent.isEmpty() && TraceContext.span(parent).isValid();
    execution.accept(continued ? parent : begin().traceparent());
  }

  private ExecutionTrace begin() {
    boolean sampled = random.nextDouble() < sampleRatio;
    String text =
        "00-"
            + HEX.toHexDigits(random.nextLong())
            + HEX.toHexDigits(notZero())
            + "-"
            + HEX.toHexDigits(notZero())
            + (sampled ? "-01" : "-00");
    return new ExecutionTrace(text, sampled);
  }

  /// An id that is all zeros stands for none.
  private long notZero() {
    long drawn = random.nextLong();
    return drawn == 0 ? 1 : drawn;
  }

  @Override
  public void close() {}
}
