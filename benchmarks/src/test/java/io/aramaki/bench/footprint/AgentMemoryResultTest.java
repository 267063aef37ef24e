package io.aramaki.bench.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.bench.machine.ProcessMemory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentMemoryResultTest {
  private static AgentMemoryResult.Reading reading(int second, long pssKib) {
    return new AgentMemoryResult.Reading(
        second, new ProcessMemory(2 * pssKib, pssKib, pssKib), new ProcessMemory(9, 9, 9));
  }

  private static AgentMemoryResult result(int series, int results) {
    return new AgentMemoryResult(
        AgentMemoryOptions.parse(List.of("--minutes", "1")),
        Map.of(),
        "-X",
        series,
        results,
        List.of(reading(10, 62_500), reading(20, 78_125), reading(30, 50_000)));
  }

  @Test
  void line_saysLastAndMost() {
    assertThat(result(100, 10).line())
        .isEqualTo("RESULT agent-pss last=51.2MB max=80.0MB rss=102.4MB");
  }

  @Test
  void markdown_namesTheMomentOfTheMost() {
    assertThat(result(100, 10).markdown()).contains("| at most, after 20 s | 76.3 |");
  }

  @Test
  void isValid_onlyIfTheAgentDidItsWork() {
    assertThat(result(100, 10).isValid()).isTrue();
    assertThat(result(99, 10).isValid()).isFalse();
    assertThat(result(100, 9).isValid()).isFalse();
  }

  @Test
  void parse_noMinutes_saysTheRange() {
    assertThatThrownBy(() -> AgentMemoryOptions.parse(List.of("--minutes", "0")))
        .hasMessage("--minutes must be 1 to 1440, was 0");
  }

  @Test
  void parse_unknownOption_isRefused() {
    assertThatThrownBy(() -> AgentMemoryOptions.parse(List.of("--hours", "1")))
        .hasMessage("--hours is no option");
  }
}
