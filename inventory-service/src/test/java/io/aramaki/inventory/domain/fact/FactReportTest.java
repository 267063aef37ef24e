package io.aramaki.inventory.domain.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FactReportTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"", "OS", ".os", "os.", "os..x", "os version", "ös"})
  void key_notAllowed_isRefused(String key) {
    assertThatThrownBy(() -> report(Map.of(key, "x"))).hasMessageContaining("must match");
  }

  @Test
  void report_overItsLimits_isRefused() {
    Map<String, String> many =
        IntStream.range(0, 501)
            .mapToObj(i -> "k" + i)
            .collect(Collectors.toMap(Function.identity(), k -> k));
    assertThatThrownBy(() -> report(many)).hasMessageContaining("501");
    assertThatThrownBy(() -> report(Map.of("k", "x".repeat(1001)))).hasMessageContaining("1001");
    assertThatThrownBy(() -> report(Map.of("k".repeat(101), "x"))).hasMessageContaining("100");
  }

  @Test
  void change_agentsClockWentBack_endsNoValueBeforeItBegan() {
    var old =
        new Fact(
            new SystemId("host"),
            "k",
            "1",
            new AgentId("a1"),
            THEN.plusSeconds(60),
            Optional.empty());

    FactChange change = FactChange.of(List.of(old), report(Map.of("k", "2")));

    assertThat(change.ended().getFirst().replaceTime()).contains(THEN.plusSeconds(60));
  }

  private static FactReport report(Map<String, String> values) {
    return new FactReport(new SystemId("host"), new AgentId("a1"), values, THEN);
  }
}
