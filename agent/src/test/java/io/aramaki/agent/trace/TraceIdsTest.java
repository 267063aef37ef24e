package io.aramaki.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.kit.telemetry.TelemetryConfig;
import io.aramaki.kit.telemetry.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceIdsTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  private static final CheckDefinition CHECK =
      new CheckDefinition(
          "orgs/o/checks/c",
          "orgs/o/systems/s",
          new CheckDefinition.Builtin("load", Map.of()),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          1,
          Duration.ofSeconds(10),
          false,
          1000);

  @Test
  void check_eachExecution_beginsATraceOfItsOwn() {
    // When
    List<ExecutionTrace> traces = traces(1.0, 100);

    // Then
    assertThat(traces)
        .allMatch(trace -> TraceContext.span(trace.traceparent()).isValid())
        .allMatch(trace -> TraceContext.isSampled(trace.traceparent()) && trace.sampled());
    assertThat(traces.stream().map(trace -> TraceContext.span(trace.traceparent()).getTraceId()))
        .doesNotHaveDuplicates();
  }

  @Test
  void check_ofATraceThatIsNotRecorded_saysSo() {
    // When
    List<ExecutionTrace> none = traces(0.0, 100);
    List<ExecutionTrace> half = traces(0.5, 1000);

    // Then
    assertThat(none)
        .noneMatch(ExecutionTrace::sampled)
        .allMatch(trace -> TraceContext.span(trace.traceparent()).isValid());
    assertThat(half)
        .allMatch(trace -> TraceContext.isSampled(trace.traceparent()) == trace.sampled());
    assertThat(half.stream().filter(ExecutionTrace::sampled).count()).isBetween(400L, 600L);
  }

  @Test
  void run_ofARequestWithATrace_continuesIt() {
    assertThat(run(PARENT)).isEqualTo(PARENT);
  }

  @Test
  void run_ofARequestWithoutATrace_beginsOne() {
    for (String parent : List.of("", "nonsense", PARENT.replace('0', 'g'))) {
      assertThat(TraceContext.span(run(parent)).isValid()).as(parent).isTrue();
    }
  }

  private static Tracing tracing(double ratio) {
    return Tracing.start(new TelemetryConfig(Optional.empty(), ratio), "agent", new Random(7));
  }

  private static List<ExecutionTrace> traces(double ratio, int count) {
    List<ExecutionTrace> traces = new ArrayList<>();
    try (Tracing tracing = tracing(ratio)) {
      for (int i = 0; i < count; i++) {
        CheckOutcome _ =
            tracing.trace(
                CHECK,
                trace -> {
                  traces.add(trace);
                  return CheckOutcome.unknown("not made");
                });
      }
    }
    return traces;
  }

  private static String run(String parent) {
    List<String> seen = new ArrayList<>();
    try (Tracing tracing = tracing(1.0)) {
      tracing.trace("run", parent, seen::add);
    }
    return seen.getFirst();
  }
}
