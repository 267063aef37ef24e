package io.aramaki.bench.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.bench.machine.Connections;
import io.aramaki.bench.machine.ProcessMemory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentsResultTest {
  private static final int BASE = 100;
  private static final int FULL = 10_000;
  private static final long BASE_RSS_KIB = 300_000;

  /// Ten thousand agents that need 50 KiB each.
  private static final long FULL_RSS_KIB = BASE_RSS_KIB + 50L * (FULL - BASE);

  private static Reading reading(int agents, int open, long rssKib, long acknowledged) {
    return new Reading(
        agents,
        open,
        new Connections(open, open),
        2L * open,
        new ProcessMemory(rssKib, rssKib, rssKib),
        1024,
        acknowledged,
        5L * open,
        0);
  }

  private static AgentsResult result(Reading base, Reading full) {
    return new AgentsResult(
        AgentsOptions.parse(List.of()), Map.of("java", "25"), "-X", Map.of(), base, full);
  }

  @Test
  void line_isTheGrowthByAgent() {
    // When
    AgentsResult result =
        result(reading(BASE, BASE, BASE_RSS_KIB, 300), reading(FULL, FULL, FULL_RSS_KIB, 40_000));

    // Then
    assertThat(result.line()).isEqualTo("RESULT agents-rss agents=10000 per-agent=50.0KiB");
    assertThat(result.isValid()).isTrue();
    assertThat(result.markdown()).contains("**50.0 KiB**").contains("- java: 25");
  }

  @Test
  void isValid_oneSessionMissing_isNot() {
    assertThat(
            result(
                    reading(BASE, BASE, BASE_RSS_KIB, 300),
                    reading(FULL, FULL - 1, FULL_RSS_KIB, 40_000))
                .isValid())
        .isFalse();
  }

  /// Those of an agent that was refused all it sent, for example.
  @Test
  void isValid_someSeriesAreNotKnown_isNot() {
    // Given
    Reading there = reading(FULL, FULL, FULL_RSS_KIB, 40_000);
    var fewer =
        new Reading(
            FULL,
            FULL,
            there.connections(),
            there.sessions(),
            there.gateway(),
            there.heapKib(),
            there.acknowledgedBatches(),
            there.series() - 1,
            0);

    // Then
    assertThat(result(reading(BASE, BASE, BASE_RSS_KIB, 300), fewer).isValid()).isFalse();
  }

  @Test
  void isValid_fewerAcknowledgementsThanAgents_isNot() {
    assertThat(
            result(
                    reading(BASE, BASE, BASE_RSS_KIB, 300),
                    reading(FULL, FULL, FULL_RSS_KIB, 300 + FULL - 1))
                .isValid())
        .isFalse();
  }
}
