package io.aramaki.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.CheckResult;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.agent.check.Perfdatum;
import io.aramaki.agent.check.Range;
import io.aramaki.agent.check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PerfdataMetricsTest {
  private final List<String> seen = new ArrayList<>();
  private final PerfdataMetrics metrics =
      new PerfdataMetrics((key, _, value) ->
          seen.add(key.metric() + key.labels().getOrDefault("bound", "") + "=" + value));

  private void add(long second, String warn) {
    var check =
        new CheckDefinition(
            "orgs/o/checks/load",
            "orgs/o/systems/s",
            new CheckDefinition.Builtin("load", Map.of()),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(5),
            false,
            1000);
    var item = Perfdatum.of("load1", 1.5, "").within(Range.parse(warn), Range.parse(""));
    metrics.add(
        new CheckResult(
            check,
            new CheckOutcome(Status.OK, OptionalInt.of(0), "", List.of(item)),
            Instant.ofEpochSecond(second),
            Duration.ZERO,
            ExecutionTrace.none(),
            1,
            false));
  }

  @Test
  void thresholds_areSampledWhenTheyChangeAndEveryTenMinutes() {
    add(0, "5:");
    assertThat(seen).containsExactly("perfdata=1.5", "perfdata_warnlow=5.0");
    seen.clear();
    add(60, "5:");
    assertThat(seen).containsExactly("perfdata=1.5");
    seen.clear();
    add(120, "6:9");
    assertThat(seen)
        .containsExactly("perfdata=1.5", "perfdata_warnlow=6.0", "perfdata_warnhigh=9.0");
    seen.clear();
    add(720, "6:9");
    assertThat(seen).hasSize(3);
  }
}
