package io.aramaki.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void parse_unknownOption_isRefused() {
    assertThatThrownBy(() -> Options.parse(List.of("--agent", "3")))
        .hasMessageContaining("--agent");
  }

  @Test
  void parse_optionWithoutValue_isRefused() {
    assertThatThrownBy(() -> Options.parse(List.of("--agents"))).hasMessageContaining("--agents");
  }

  @Test
  void parse_outOfRange_saysTheRange() {
    assertThatThrownBy(() -> Options.parse(List.of("--agents", "0")))
        .hasMessage("--agents must be 1 to 1000, was 0");
  }

  @Test
  void parse_all_areTaken() {
    // When
    Options options =
        Options.parse(
            List.of(
                "--agents",
                "3",
                "--series-per-agent",
                "50",
                "--batch-samples",
                "100",
                "--rate",
                "1000",
                "--seconds",
                "5",
                "--warmup-seconds",
                "0",
                "--seed",
                "9",
                "--profile",
                "--report",
                "r.md"));

    // Then
    assertThat(options).isEqualTo(new Options(3, 50, 100, 1_000, 5, 0, 9, true, "r.md"));
    assertThat(options.steps()).isEqualTo(2);
  }
}
