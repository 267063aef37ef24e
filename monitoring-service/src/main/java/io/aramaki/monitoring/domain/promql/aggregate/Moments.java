package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.function.Consumer;

/// Mean and variance for each step, updated with each series.
final class Moments implements Accumulator {
  /// What is wanted of them.
  enum Result {
    MEAN,
    VARIANCE,
    DEVIATION
  }

  private final Result result;
  private final int[] counts;
  private final double[] means;
  private final double[] squares;

  Moments(Result result, int steps) {
    this.result = result;
    this.counts = new int[steps];
    this.means = new double[steps];
    this.squares = new double[steps];
  }

  @Override
  public void add(Row row) {
    double[] values = row.values();
    for (int i = 0; i < counts.length; i++) {
      double value = values[i];
      if (Absent.is(value)) {
        continue;
      }
      int count = ++counts[i];
      if (count == 1) {
        means[i] = value;
      } else if (result == Result.MEAN) {
        means[i] = mean(means[i], value, count);
      } else {
        double delta = value - means[i];
        means[i] += delta / count;
        squares[i] += delta * (value - means[i]);
      }
    }
  }

  private static double mean(double mean, double value, int count) {
    if (Double.isInfinite(mean)) {
      boolean stays = Double.isInfinite(value) ? (mean > 0) == (value > 0) : !Double.isNaN(value);
      if (stays) {
        return mean;
      }
    }
    return mean + ((value / count) - (mean / count));
  }

  @Override
  public void finish(Labels group, Consumer<Row> into) {
    var values = new double[counts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          counts[i] == 0
              ? Absent.VALUE
              : switch (result) {
                case MEAN -> means[i];
                case VARIANCE -> squares[i] / counts[i];
                case DEVIATION -> Math.sqrt(squares[i] / counts[i]);
              };
    }
    into.accept(new Row(group, values));
  }
}
