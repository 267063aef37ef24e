package io.aramaki.monitoring.domain.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionsTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({
    "year, 0, 1970",
    "month, 951782400, 2",
    "day_of_month, 951782400, 29",
    "days_in_month, 951782400, 29",
    "day_of_year, 951782400, 60",
    "day_of_week, 951782400, 2",
    "hour, 3599.9, 0",
    "hour, 3600, 1",
    "minute, -1, 59",
    "year, -1, 1969",
    "day_of_week, 0, 4",
    "year, NaN, 292277026596",
    "year, 1e18, 31688740476"
  })
  void part_ofADate_isReckonedInUtc(String function, double seconds, double expected) {
    // When
    double part = Dates.part(function, seconds);

    // Then
    assertThat(part).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "$1, h1",
    "${1}x, h1x",
    "$1x, ''",
    "$host-$$, h1-$",
    "$0, h1.example",
    "$9, ''",
    "a$, a$",
    "${1, ${1",
    "$01, ''"
  })
  void template_withGroups_isFilled(String template, String expected) {
    // Given
    var replacement = Replacement.of(List.of("to", template, "from", "(?P<host>h.)\\.(.*)"), 1_000);

    // When
    var labels = replacement.apply(Labels.of("from", "h1.example"));

    // Then
    assertThat(labels.get("to")).isEqualTo(expected);
  }

  @Test
  void replacement_toNoLabel_isRefused() {
    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> Replacement.of(List.of("b-d", "", "from", ".*"), 1_000))
        .withMessage("invalid destination label name in label_replace(): b-d");
  }

  @ParameterizedTest
  @CsvSource({
    "0.25, 0.125",
    "0.5, 0.25",
    "0, 0",
    "0.8, 0.5",
    "1, 0.5",
    "-1, -Infinity",
    "2, Infinity",
    "NaN, NaN"
  })
  void quantile_ofAHistogram_isInterpolated(double quantile, double expected) {
    // Given
    double[] bounds = {0.1, 0.1, 0.25, 0.5, INF};
    double[] counts = {1, 1, 5, 4, 10};

    // When
    double value = Histograms.quantile(quantile, bounds, counts, 5);

    // Then
    assertThat(Double.compare(value, expected)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, NaN, 1", "-1, Infinity, 1", "2, 10, 1024", "NaN, 0, 1"})
  void power_atTheEdges_isOne(double base, double exponent, double expected) {
    // When
    double power = Numbers.power(base, exponent);

    // Then
    assertThat(power).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "acosh, -1e9, NaN",
    "acosh, 1, 0",
    "asinh, -0.0, -0.0",
    "atanh, 1, Infinity",
    "log2, 8, 3",
    "log2, 0, -Infinity",
    "sgn, -0.5, -1",
    "sgn, NaN, NaN"
  })
  void number_atTheEdges_isThatOfGo(String function, double argument, double expected) {
    // When
    double value = Objects.requireNonNull(Numbers.of(function)).applyAsDouble(argument);

    // Then
    assertThat(Double.compare(value, expected)).isZero();
  }

  @Test
  void bounds_withNaN_preferInfinity() {
    // When
    double most = Numbers.max(Double.NaN, INF);
    double least = Numbers.min(-INF, Double.NaN);

    // Then
    assertThat(most).isEqualTo(INF);
    assertThat(least).isEqualTo(-INF);
    assertThat(Numbers.max(1, Double.NaN)).isNaN();
  }
}
