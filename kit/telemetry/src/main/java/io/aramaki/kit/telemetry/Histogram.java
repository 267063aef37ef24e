package io.aramaki.kit.telemetry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A distribution. Without labels it is one; with labels, each [#with] is.
public final class Histogram {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Family<Cell.Distribution> family;
  private final Cell.@Nullable Distribution cell;

  Histogram(Family<Cell.Distribution> family, String... values) {
    this.family = family;
    this.cell = values.length == 0 && !family.labels().isEmpty() ? null : family.cell(values);
  }

  /// Answers the histogram of these label values, in the order of the labels.
  public Histogram with(String... labelValues) {
    return new Histogram(family, labelValues);
  }

  public void observe(double value) {
    cell().observe(value);
  }

  /// Observes a time, in seconds.
  public void observe(Duration time) {
    observe(time.toNanos() / NANOS_PER_SECOND);
  }

  /// Answers how many values were observed.
  public long count() {
    return cell().count();
  }

  private Cell.Distribution cell() {
    return cell != null ? cell : family.cell();
  }
}
