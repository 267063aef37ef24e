package io.aramaki.monitoring.domain.series;

/// Finds places in times that ascend.
public final class Spans {
  private Spans() {}

  /// The index of the first time at or after another.
  public static int place(long[] times, int count, long time) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
