package io.aramaki.monitoring.domain.promql.window;

/// How often something happened from one sample of a window to the next. Counts once for the whole
/// series, so that a window costs two look-ups.
final class Changes implements WindowFunction {
  private final boolean resets;
  private int[] before = {};

  /// @param resets whether only falls count, and not every change
  Changes(boolean resets) {
    this.resets = resets;
  }

  @Override
  public void begin(double[] values, int size) {
    if (before.length < size) {
      before = new int[size];
    }
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += i > 0 && happens(values[i - 1], values[i]) ? 1 : 0;
      before[i] = count;
    }
  }

  private boolean happens(double previous, double current) {
    return resets
        ? current < previous
        : current != previous && !(Double.isNaN(current) && Double.isNaN(previous));
  }

  @Override
  public double at(Window w) {
    return before[w.to - 1] - before[w.from];
  }
}
