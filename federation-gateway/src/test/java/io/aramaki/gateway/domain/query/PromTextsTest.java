package io.aramaki.gateway.domain.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers, times and texts as Prometheus 2.42 writes them.
final class PromTextsTest {
  private static String value(double value) {
    var out = new Utf8();
    PromTexts.value(value, out);
    return out.toString();
  }

  private static String plain(double value) {
    var out = new Utf8();
    PromTexts.plain(value, out);
    return out.toString();
  }

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
    "-20.05, -20.05, -20.05",
    "999999999.999999, 999999999.999999, 999999999.999999",
    "9999999999.999998, 9999999999.999998, 9999999999.999998",
    "0.30000000000000004, 0.30000000000000004, 0.30000000000000004",
    "1.23456789012345678e17, 123456789012345680, 123456789012345680",
    "1e20, 100000000000000000000, 100000000000000000000",
    "1e21, 1e+21, 1000000000000000000000",
    "-1.25e22, -1.25e+22, -12500000000000000000000",
    "NaN, NaN, NaN",
    "Infinity, +Inf, +Inf",
    "-Infinity, -Inf, -Inf"
  })
  void number_isWritten(double value, String inSeries, String asScalar) {
    assertThat(value(value)).isEqualTo(inSeries);
    assertThat(plain(value)).isEqualTo(asScalar);
  }

  /// Numbers of few decimals and of many, and their neighbours.
  @Test
  void number_isWrittenInTheFewestDigitsThatReadAsIt() {
    var random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      double some =
          random.nextLong(1, 1L << random.nextInt(1, 54)) / Math.pow(10, random.nextInt(8));
      for (double one : new double[] {some, -Math.nextUp(some), Math.nextDown(some)}) {
        var digits = new BigDecimal(Double.toString(one)).stripTrailingZeros();
        assertThat(plain(one)).isEqualTo(digits.toPlainString());
      }
    }
  }

  @Test
  void smallestNumber_hasOneDigit() {
    assertThat(value(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(plain(Double.MIN_VALUE)).matches("0\\.0{323}5");
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
    var out = new Utf8();

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
