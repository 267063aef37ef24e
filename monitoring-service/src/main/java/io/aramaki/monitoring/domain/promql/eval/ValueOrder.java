package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.Collections;
import java.util.List;

/// Puts rows of one step in the order of their values, NaN last. Short lists end up as Prometheus
/// has them also where values are equal.
final class ValueOrder {
  /// Up to this length Go sorts by insertion.
  private static final int INSERTION_MOST = 12;

  private final boolean descending;

  ValueOrder(boolean descending) {
    this.descending = descending;
  }

  void sort(List<Row> rows) {
    if (rows.size() > INSERTION_MOST) {
      rows.sort((a, b) -> compare(value(a), value(b)));
      return;
    }
    for (int i = 1; i < rows.size(); i++) {
      for (int j = i; j > 0 && isBehind(value(rows.get(j - 1)), value(rows.get(j))); j--) {
        Collections.swap(rows, j - 1, j);
      }
    }
  }

  private static double value(Row row) {
    return row.values()[0];
  }

  private boolean isBehind(double value, double other) {
    return Double.isNaN(value) || (descending ? value < other : value > other);
  }

  private int compare(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
    int ascending = a < b ? -1 : a > b ? 1 : 0;
    return descending ? -ascending : ascending;
  }
}
