package io.aramaki.gateway.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers, times and texts as Prometheus 2.42 writes them.
final class PromTextsTest {
  @ParameterizedTest
  @CsvSource({
    "0.0, 0, 0",
    "-0.0, -0, -0",
    "1.0, 1, 1",
    "0.1, 0.1, 0.1",
    "1.5e-7, 1.5e-07, 0.00000015",
    "1e-7, 1e-07, 0.0000001",
    "1e-10, 1e-10, 0.0000000001",
    "1e-6, 0.000001, 0.000001",
    "0.001234, 0.001234, 0.001234",
    "12345678.9, 12345678.9, 12345678.9",
    "1.23456789012345678e17, 123456789012345680, 123456789012345680",
    "1e20, 100000000000000000000, 100000000000000000000",
    "1e21, 1e+21, 1000000000000000000000",
    "-1.25e22, -1.25e+22, -12500000000000000000000",
    "NaN, NaN, NaN",
    "Infinity, +Inf, +Inf",
    "-Infinity, -Inf, -Inf"
  })
  void number_isWritten(double value, String inSeries, String asScalar) {
    assertThat(PromTexts.value(value)).isEqualTo(inSeries);
    assertThat(PromTexts.plain(value)).isEqualTo(asScalar);
  }

  @Test
  void smallestNumber_hasOneDigit() {
    assertThat(PromTexts.value(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(PromTexts.plain(Double.MIN_VALUE)).matches("0\\.0{323}5");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1",
    "1435781451781, 1435781451.781",
    "1435781451100, 1435781451.100",
    "1001, 1.001",
    "1010, 1.010",
    "-5250, -5.250",
    "-1, -0.001"
  })
  void time_isWrittenInSeconds(long millis, String text) {
    var out = new StringBuilder();

    PromTexts.time(millis, out);

    assertThat(out).hasToString(text);
  }

  @Test
  void text_isEscaped() {
    assertThat(PromTexts.quote("a\"b\\c\nd\te\u0001<é>"))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\te\\u0001\\u003cé\\u003e\"");
    assertThat(PromTexts.quote("x".repeat(1_000))).hasSize(203);
  }
}
