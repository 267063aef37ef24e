package io.aramaki.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "@", "10:5", "a", "1:b", "~", "5~", "1:2:3", " 10", "~:~", "--1", "@@1"})
  void text_isNoRange_empty(String text) {
    assertThat(Range.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10, -0.1, true",
    "10, 0, false",
    "10, 10, false",
    "10, 10.01, true",
    "10:, 9.9, true",
    "10:, 10, false",
    "10:, 1e300, false",
    "~:10, -1e300, false",
    "~:10, 10, false",
    "~:10, 11, true",
    "10:20, 9, true",
    "10:20, 10, false",
    "10:20, 20, false",
    "10:20, 21, true",
    "@10:20, 9, false",
    "@10:20, 10, true",
    "@10:20, 20, true",
    "@10:20, 21, false",
    "@10, 5, true",
    "@10, 11, false",
    ":5, 3, false",
    ":5, -1, true",
    ":, -1, true",
    ":, 5, false",
    "-5:-1, -3, false",
    "-5:-1, 0, true",
    "1.5e3:, 1500, false",
    ".5, .4, false",
    "@0:0, 0, true",
    "0:0, 0, false",
    "0, 0, false",
    "0, 1, true"
  })
  void value_againstRange_alerts(String range, double value, boolean alerts) {
    assertThat(Range.parse(range).orElseThrow().alerts(value)).isEqualTo(alerts);
  }

  @Test
  void times_scalesBothEnds() {
    assertThat(Range.parse("@1:2").orElseThrow().times(1000))
        .isEqualTo(new Range(1000, 2000, true));
  }
}
