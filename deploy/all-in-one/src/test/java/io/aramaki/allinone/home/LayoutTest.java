package io.aramaki.allinone.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LayoutTest {
  private static List<String> words(String line) {
    return line.isEmpty() ? List.of() : Arrays.asList(line.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "'', together, cassandra services agent",
    "--split, split, cassandra inventory monitoring ticketing alerting gateway agent",
    "--instances 2 --split, split 2, cassandra inventory inventory-2 monitoring monitoring-2"
        + " ticketing ticketing-2 alerting alerting-2 gateway gateway-2 agent"
  })
  void arguments_areUnderstood_andKeptInAWord(String line, String word, String parts) {
    Layout layout = Layout.parse(words(line));

    assertThat(layout.word()).isEqualTo(word);
    assertThat(Layout.ofWord(word + "\n")).isEqualTo(layout);
    assertThat(Layout.parse(layout.arguments())).isEqualTo(layout);
    assertThat(layout.parts()).isEqualTo(words(parts));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--spilt",
        "2",
        "--instances",
        "--instances 2",
        "--split --instances 0",
        "--split --instances 5",
        "--split --instances two",
        "--split --instances -1"
      })
  void anythingElse_isRefused_withWhatWouldBeRight(String line) {
    assertThatThrownBy(() -> Layout.parse(words(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--");
  }
}
