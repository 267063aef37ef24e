package io.aramaki.monitoring.domain.promql.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.promql.value.Steps;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowWalkTest {
  private static final double[] NONE = {};

  private static Budget budget() {
    return new Budget(Limits.DEFAULT, () -> 0, () -> false);
  }

  private static Series series(double... values) {
    var times = new long[values.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = i * 10_000L;
    }
    return new Series(Labels.EMPTY, times, values, values.length);
  }

  /// One window from 0 to 50 s.
  private static double over(String function, double first, double second, double... values) {
    var walk =
        new WindowWalk(
            function,
            Steps.at(50_000),
            new Windows(50_000, 1, 1, 50_000),
            new double[] {first},
            new double[] {second},
            budget());
    return walk.over(series(values))[0];
  }

  @ParameterizedTest
  @CsvSource({
    "sum_over_time, 24",
    "avg_over_time, 4",
    "min_over_time, 0",
    "max_over_time, 9",
    "count_over_time, 6",
    "last_over_time, 7",
    "present_over_time, 1",
    "changes, 5",
    "resets, 1",
    "increase, 15",
    "rate, 0.3",
    "delta, 6",
    "irate, 0.7",
    "idelta, 7",
    "stdvar_over_time, 10",
    "quantile_over_time, 3.5"
  })
  void function_overOneWindow_givesItsValue(String function, double expected) {
    // When
    double value = over(function, 0.5, 0, 1, 3, 4, 9, 0, 7);

    // Then
    assertThat(value).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rate", "increase", "delta", "irate", "idelta", "deriv", "holt_winters"})
  void function_thatNeedsTwoSamples_givesNothingForOne(String function) {
    // When
    double value = over(function, 0.5, 0.5, 1);

    // Then
    assertThat(Absent.is(value)).isTrue();
  }

  @Test
  void sum_ofFarNumbers_losesNothing() {
    // When
    double sum = over("sum_over_time", 0, 0, 1, 1e100, 1, -1e100);

    // Then
    assertThat(sum).isEqualTo(2);
  }

  @Test
  void marksOfEnds_inAWindow_areNoSamples() {
    // When
    double count = over("count_over_time", 0, 0, 1, Absent.VALUE, Double.NaN, 2);

    // Then
    assertThat(count).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "min_over_time",
        "max_over_time",
        "changes",
        "resets",
        "increase",
        "rate",
        "sum_over_time"
      })
  void windows_thatMove_giveTheSameAsEachAlone(String function) {
    // Given
    var random = new Random(3);
    var values = random.doubles(400).map(v -> v < 0.1 ? Double.NaN : Math.floor(v * 20)).toArray();
    var series = series(values);
    var steps = new Steps(35_000, 35_000 + 599 * 7_000, 7_000);
    var windows = new Windows(35_000, 7_000, 600, 93_000);

    // When
    var moving = new WindowWalk(function, steps, windows, NONE, NONE, budget()).over(series);

    // Then
    for (int i = 0; i < moving.length; i++) {
      var one = new Windows(windows.end(i), 1, 1, 93_000);
      double alone =
          new WindowWalk(function, Steps.at(windows.end(i)), one, NONE, NONE, budget())
              .over(WindowWalk.cut(series, one.start(0), one.end(0)))[0];
      assertThat(Double.compare(moving[i], alone)).as("window %d", i).isZero();
    }
  }
}
