package io.aramaki.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.fact.Facts;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HostMetricsTest {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  @Test
  void reading_onThisMachine_hasAtLeastThirtySeries() {
    // Given
    Map<SeriesKey, Double> seen = new HashMap<>();
    var metrics =
        new HostMetrics(
            new Host(),
            "orgs/o/systems/s",
            (key, _, value) -> seen.put(key, value),
            Clock.systemUTC());

    // When
    metrics.read();
    metrics.read();

    // Then
    assertThat(seen).hasSizeGreaterThanOrEqualTo(30);
    assertThat(seen.keySet()).allMatch(key -> NAME.matcher(key.metric()).matches());
    assertThat(seen.values()).allMatch(Double::isFinite);
  }

  @Test
  void facts_ofThisMachine_nameItsParts() {
    Map<String, String> facts = new Facts(new Host(), "1.2.3").collect();
    assertThat(facts.keySet()).allMatch(key -> key.matches("[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*"));
    assertThat(facts)
        .containsEntry("agent.version", "1.2.3")
        .containsKeys("hostname", "os.family", "kernel.version", "cpu.count", "memory.total_bytes");
  }
}
