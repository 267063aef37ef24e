package io.aramaki.monitoring.domain.promql.window;

/// Makes one value of the samples in a window, of which there is at least one.
@FunctionalInterface
interface WindowFunction {
  /// Begins another series, in which windows only move forward.
  default void begin(double[] values, int size) {}

  /// The value, or `Absent.VALUE` if these samples yield none.
  double at(Window window);
}
