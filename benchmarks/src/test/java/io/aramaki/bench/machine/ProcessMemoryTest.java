package io.aramaki.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  private static final List<String> ROLLUP =
      List.of(
          "5566-7ffe ---p 00000000 00:00 0                          [rollup]",
          "Rss:              345678 kB",
          "Pss:              234567 kB",
          "Pss_Anon:          11111 kB",
          "Private_Clean:     22222 kB",
          "Anonymous:        123456 kB");

  @Test
  void parse_rollup_readsTheThree() {
    assertThat(ProcessMemory.parse(ROLLUP)).isEqualTo(new ProcessMemory(345_678, 234_567, 123_456));
  }

  @Test
  void parse_withoutPss_saysWhatIsMissing() {
    assertThatThrownBy(() -> ProcessMemory.parse(ROLLUP.subList(0, 2)))
        .hasMessage("no line \"Pss:\" in smaps_rollup");
  }

  @Test
  void read_ofThisProcess_isNotNothing() throws IOException {
    // When
    ProcessMemory memory = ProcessMemory.read(ProcessHandle.current().pid());

    // Then
    assertThat(memory.anonymousKib()).isPositive();
    assertThat(memory.rssKib()).isGreaterThanOrEqualTo(memory.pssKib());
  }

  @Test
  void plus_addsEach() {
    assertThat(new ProcessMemory(1, 2, 3).plus(new ProcessMemory(10, 20, 30)))
        .isEqualTo(new ProcessMemory(11, 22, 33));
  }
}
