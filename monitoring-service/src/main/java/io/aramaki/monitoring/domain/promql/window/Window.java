package io.aramaki.monitoring.domain.promql.window;

/// The samples that a function looks at in one step: those from `from` to before `to` in arrays
/// that hold a whole series. One object moves over all steps of a series.
final class Window {
  long[] times = {};
  double[] values = {};
  int from;
  int to;

  /// Where it starts and ends, both included, in milliseconds since the epoch.
  long start;

  long end;

  /// The time of the step, which differs from the end by the offset of the selector.
  long time;

  /// What the function was given besides the samples.
  double first;

  double second;

  int size() {
    return to - from;
  }

  double firstValue() {
    return values[from];
  }

  double lastValue() {
    return values[to - 1];
  }

  /// Seconds between two of its samples.
  double seconds(int earlier, int later) {
    return (double) (times[later] - times[earlier]) / 1000;
  }
}
