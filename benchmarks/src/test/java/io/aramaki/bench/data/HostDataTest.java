package io.aramaki.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.bench.load.SeriesSum;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class HostDataTest {
  private static final int STEPS = 2_000;

  private static HostBlock block(DataSet set, int host, int series) {
    var block = new HostBlock(series, STEPS);
    new DataPlan(set, 7, 3, series, 0).host(host).next(block);
    return block;
  }

  @Test
  void next_otherBatches_areTheSameValues() {
    for (DataSet set : DataSet.values()) {
      // Given
      HostBlock whole = block(set, 1, 10);
      HostData data = new DataPlan(set, 7, 3, 10, 0).host(1);
      var small = new HostBlock(10, 50);
      var again = new double[10][STEPS];
      var times = new long[STEPS];

      // When
      for (int from = 0; from < STEPS; from += 50) {
        data.next(small);
        System.arraycopy(small.times(), 0, times, from, 50);
        for (int series = 0; series < 10; series++) {
          System.arraycopy(small.values(series), 0, again[series], from, 50);
        }
      }

      // Then
      assertThat(times).isEqualTo(whole.times());
      for (int series = 0; series < 10; series++) {
        assertThat(again[series]).isEqualTo(whole.values(series));
      }
    }
  }

  @Test
  void next_otherHost_isNoCopy() {
    for (DataSet set : DataSet.values()) {
      // When
      HostBlock one = block(set, 0, 100);
      HostBlock other = block(set, 1, 100);

      // Then
      int equal = 0;
      for (int series = 0; series < 100; series++) {
        equal += Arrays.equals(one.values(series), other.values(series)) ? 1 : 0;
      }
      assertThat(equal).as("equal series of two hosts, " + set).isLessThan(20);
    }
  }

  @Test
  void recipe_counters_growByWholeNumbers() {
    // When
    HostBlock block = block(DataSet.RECIPE, 0, 5);

    // Then
    for (int series = 0; series < 2; series++) {
      double[] values = block.values(series);
      for (int i = 1; i < STEPS; i++) {
        assertThat(values[i] - values[i - 1]).isBetween(0.0, 2_001.0);
        assertThat(values[i]).isEqualTo(Math.rint(values[i]));
      }
      assertThat(values[STEPS - 1]).isGreaterThan(values[0]);
    }
  }

  @Test
  void recipe_gauges_walkByCents() {
    // When
    HostBlock block = block(DataSet.RECIPE, 0, 5);

    // Then
    for (int series = 2; series < 4; series++) {
      double[] values = block.values(series);
      for (int i = 1; i < STEPS; i++) {
        assertThat(Math.abs(values[i] - values[i - 1])).isLessThan(0.991);
        assertThat(Double.parseDouble("%.2f".formatted(values[i]))).isEqualTo(values[i]);
      }
    }
  }

  @Test
  void recipe_levels_rarelyChange() {
    // When
    double[] values = block(DataSet.RECIPE, 0, 5).values(4);

    // Then
    int changes = 0;
    for (int i = 1; i < STEPS; i++) {
      changes += values[i] == values[i - 1] ? 0 : 1;
    }
    assertThat(changes).isBetween(1, 30);
  }

  @Test
  void random_values_fillTheUnit() {
    // When
    double[] values = block(DataSet.RANDOM, 0, 1).values(0);

    // Then
    var distinct = new HashSet<Double>();
    Arrays.stream(values).forEach(distinct::add);
    assertThat(distinct).hasSize(STEPS);
    assertThat(Arrays.stream(values).min().orElse(-1)).isBetween(0.0, 0.01);
    assertThat(Arrays.stream(values).max().orElse(-1)).isBetween(0.99, 1.0);
  }

  @Test
  void constant_values_areTheFirst() {
    // When
    double[] values = block(DataSet.CONSTANT, 0, 1).values(0);

    // Then
    assertThat(values).containsOnly(values[0]);
  }

  @Test
  void recorded_counters_fallOnlyToZero() {
    // Given
    var plan = new DataPlan(DataSet.RECORDED, 7, 1, 100, 0);
    var day = new HostBlock(100, 8_640);

    // When
    plan.host(0).next(day);

    // Then
    int restarts = 0;
    for (int series = 0; series < 100; series++) {
      Recording.Column column = Recording.bundled().column(series);
      double[] values = day.values(series);
      for (int i = 1; i < values.length && column.isCounter(); i++) {
        if (values[i] < values[i - 1]) {
          restarts++;
          assertThat(values[i]).isLessThan(values[0]);
        }
      }
    }
    assertThat(restarts).isPositive();
  }

  @Test
  void recorded_values_areFiniteAndVary() {
    // When
    HostBlock block = block(DataSet.RECORDED, 0, 100);

    // Then
    int varying = 0;
    for (int series = 0; series < 100; series++) {
      double[] values = block.values(series);
      assertThat(Arrays.stream(values).allMatch(Double::isFinite)).isTrue();
      varying += Arrays.stream(values).distinct().count() > STEPS / 10 ? 1 : 0;
    }
    assertThat(varying).isGreaterThan(30);
  }

  @Test
  void next_sameSeed_hasTheSameSum() {
    // When
    HostBlock one = block(DataSet.RECIPE, 2, 3);
    HostBlock other = block(DataSet.RECIPE, 2, 3);

    // Then
    assertThat(SeriesSum.of(one.times(), one.values(1)))
        .isEqualTo(SeriesSum.of(other.times(), other.values(1)));
  }
}
