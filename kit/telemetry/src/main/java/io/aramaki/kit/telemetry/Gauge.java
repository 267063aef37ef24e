package io.aramaki.kit.telemetry;

import org.jspecify.annotations.Nullable;

/// A value that goes up and down. Without labels it is one value; with labels, each [#with] is.
public final class Gauge {
  private final Family<Cell.Level> family;
  private final Cell.@Nullable Level cell;

  Gauge(Family<Cell.Level> family, String... values) {
    this.family = family;
    this.cell = values.length == 0 && !family.labels().isEmpty() ? null : family.cell(values);
  }

  /// Answers the gauge of these label values, in the order of the labels.
  public Gauge with(String... labelValues) {
    return new Gauge(family, labelValues);
  }

  public void set(double value) {
    cell().set(value);
  }

  /// Changes the value by a step, down if it is negative.
  public void add(double step) {
    cell().add(step);
  }

  public double value() {
    return cell().get();
  }

  private Cell.Level cell() {
    return cell != null ? cell : family.cell();
  }
}
