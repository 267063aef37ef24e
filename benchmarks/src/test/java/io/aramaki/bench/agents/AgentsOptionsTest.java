package io.aramaki.bench.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgentsOptionsTest {
  @Test
  void parse_nothing_isTenThousandAfterAHundred() {
    // When
    AgentsOptions options = AgentsOptions.parse(List.of());

    // Then
    assertThat(options.agents()).isEqualTo(10_000);
    assertThat(options.base()).isEqualTo(100);
  }

  @Test
  void parse_unknownOption_isRefused() {
    assertThatThrownBy(() -> AgentsOptions.parse(List.of("--agent", "3")))
        .hasMessage("--agent is no option");
  }

  @Test
  void parse_optionWithoutValue_isRefused() {
    assertThatThrownBy(() -> AgentsOptions.parse(List.of("--agents")))
        .hasMessage("--agents: unknown, or lacks its value");
  }

  @Test
  void parse_noNumber_saysSo() {
    assertThatThrownBy(() -> AgentsOptions.parse(List.of("--settle", "long")))
        .hasMessage("--settle must be a whole number, was \"long\"");
  }

  @Test
  void parse_baseNotBelowAgents_saysTheRange() {
    assertThatThrownBy(() -> AgentsOptions.parse(List.of("--agents", "50", "--base", "50")))
        .hasMessage("--base must be 1 to 49, was 50");
  }

  @Test
  void parse_all_areTaken() {
    assertThat(
            AgentsOptions.parse(
                List.of(
                    "--agents",
                    "2_000",
                    "--base",
                    "10",
                    "--series",
                    "7",
                    "--interval",
                    "20",
                    "--settle",
                    "30",
                    "--keep",
                    "--report",
                    "file")))
        .isEqualTo(new AgentsOptions(2_000, 10, 7, 20, 30, true, "file"));
  }
}
