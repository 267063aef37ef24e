package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.Arrays;
import java.util.function.Consumer;

/// One number for each step that each series is added to: sum, count, minimum, maximum, group.
final class Fold implements Accumulator {
  /// How a value is added.
  enum Step {
    SUM,
    COUNT,
    GROUP,
    MIN,
    MAX
  }

  private final Step step;
  private final double[] totals;

  Fold(Step step, int steps) {
    this.step = step;
    this.totals = new double[steps];
    Arrays.fill(totals, Absent.VALUE);
  }

  @Override
  public void add(Row row) {
    double[] values = row.values();
    for (int i = 0; i < totals.length; i++) {
      double value = values[i];
      if (!Absent.is(value)) {
        double total = totals[i];
        totals[i] = Absent.is(total) ? first(value) : next(total, value);
      }
    }
  }

  private double first(double value) {
    return step == Step.COUNT || step == Step.GROUP ? 1 : value;
  }

  private double next(double total, double value) {
    return switch (step) {
      case SUM -> total + value;
      case COUNT -> total + 1;
      case GROUP -> total;
      case MIN -> total > value || Double.isNaN(total) ? value : total;
      case MAX -> total < value || Double.isNaN(total) ? value : total;
    };
  }

  @Override
  public void finish(Labels group, Consumer<Row> into) {
    into.accept(new Row(group, totals));
  }
}
