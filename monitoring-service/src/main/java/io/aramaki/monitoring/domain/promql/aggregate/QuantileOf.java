package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.window.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A quantile over the series of a group. It needs all of them at once.
final class QuantileOf implements Accumulator {
  private final double[] quantiles;
  private final Budget budget;
  private final List<double[]> rows = new ArrayList<>();

  QuantileOf(double[] quantiles, Budget budget) {
    this.quantiles = quantiles;
    this.budget = budget;
  }

  @Override
  public void add(Row row) {
    budget.hold(quantiles.length);
    rows.add(row.values());
  }

  @Override
  public void finish(Labels group, Consumer<Row> into) {
    var column = new double[rows.size()];
    var results = new double[quantiles.length];
    for (int i = 0; i < results.length; i++) {
      int size = 0;
      for (double[] row : rows) {
        if (!Absent.is(row[i])) {
          column[size++] = row[i];
        }
      }
      budget.work(1L + size);
      results[i] = size == 0 ? Absent.VALUE : Quantiles.of(quantiles[i], column, size);
    }
    budget.release((long) rows.size() * quantiles.length);
    into.accept(new Row(group, results));
  }
}
