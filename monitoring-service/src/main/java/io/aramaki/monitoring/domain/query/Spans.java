package io.aramaki.monitoring.domain.query;

/// Finds places in times that ascend.
final class Spans {
  private Spans() {}

  /// The index of the first time at or after another.
  static int place(long[] times, int count, long time) {
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
