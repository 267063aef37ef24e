package io.aramaki.monitoring.domain.promql.window;

/// The smallest or largest value in a window. Keeps those values in order that can still become it,
/// so that each sample is looked at once however much windows overlap. NaN counts only among NaNs.
final class Extremes implements WindowFunction {
  private final boolean largest;
  private int[] candidates = {};
  private int head;
  private int tail;
  private int seen;

  Extremes(boolean largest) {
    this.largest = largest;
  }

  @Override
  public void begin(double[] values, int size) {
    if (candidates.length < size) {
      candidates = new int[size];
    }
    head = 0;
    tail = 0;
    seen = 0;
  }

  @Override
  public double at(Window w) {
    if (seen < w.from) {
      head = tail;
      seen = w.from;
    }
    for (; seen < w.to; seen++) {
      double value = w.values[seen];
      if (!Double.isNaN(value)) {
        while (tail > head && beats(value, w.values[candidates[tail - 1]])) {
          tail--;
        }
        candidates[tail++] = seen;
      }
    }
    while (head < tail && candidates[head] < w.from) {
      head++;
    }
    return head == tail ? Double.NaN : w.values[candidates[head]];
  }

  private boolean beats(double value, double other) {
    return largest ? value > other : value < other;
  }
}
