package io.aramaki.monitoring.domain.promql.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows by their labels, in the order in which they came. Rows with the same labels become one if
/// they have values at different steps only.
public final class RowSet {
  private final int steps;
  private final Map<Labels, double[]> rows = new LinkedHashMap<>();

  public RowSet(int steps) {
    this.steps = steps;
  }

  /// Adds a row, and takes over its array.
  ///
  /// @throws QueryException if another one has the same labels and a value at the same step
  public void add(Row row) {
    double[] present = rows.putIfAbsent(row.labels(), row.values());
    if (present != null) {
      for (int i = 0; i < steps; i++) {
        set(present, i, row.values()[i]);
      }
    }
  }

  /// Sets one value.
  ///
  /// @throws QueryException if there is one already
  public void set(Labels labels, int step, double value) {
    set(rows.computeIfAbsent(labels, _ -> empty()), step, value);
  }

  private static void set(double[] values, int step, double value) {
    if (!Absent.is(value)) {
      if (!Absent.is(values[step])) {
        throw QueryException.sameLabels();
      }
      values[step] = value;
    }
  }

  private double[] empty() {
    var values = new double[steps];
    Arrays.fill(values, Absent.VALUE);
    return values;
  }

  public int size() {
    return rows.size();
  }

  /// The rows that have a value.
  public List<Row> rows() {
    var list = new ArrayList<Row>(rows.size());
    rows.forEach((labels, values) -> list.add(new Row(labels, values)));
    list.removeIf(row -> !row.hasValue());
    return list;
  }
}
