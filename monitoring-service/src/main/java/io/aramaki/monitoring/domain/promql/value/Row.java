package io.aramaki.monitoring.domain.promql.value;

/// One series of a result in the making: a value for each step, [Absent#VALUE] where there is none.
/// Whoever is handed a row owns its array.
public final class Row {
  private final Labels labels;
  private final double[] values;

  public Row(Labels labels, double[] values) {
    this.labels = labels;
    this.values = values;
  }

  public Labels labels() {
    return labels;
  }

  public double[] values() {
    return values;
  }

  /// The same values under other labels.
  public Row with(Labels other) {
    return new Row(other, values);
  }

  /// Tells whether any step has a value.
  public boolean hasValue() {
    for (double value : values) {
      if (!Absent.is(value)) {
        return true;
      }
    }
    return false;
  }
}
