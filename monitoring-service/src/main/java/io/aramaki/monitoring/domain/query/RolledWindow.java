package io.aramaki.monitoring.domain.query;

import io.aramaki.kit.codec.chunk.Head;
import io.aramaki.kit.codec.chunk.Rollup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is left of samples that are gone: five minutes of them, or an hour.
///
/// @param firstMs the time of the first, milliseconds since the epoch
/// @param lastMs the time of the last
/// @param count how many there were
record RolledWindow(
    long firstMs, long lastMs, long count, double min, double max, double sum, double last) {
  /// A window of a rollup.
  static RolledWindow of(Rollup rollup, int window) {
    return new RolledWindow(
        rollup.firstMs(window),
        rollup.lastMs(window),
        rollup.count(window),
        rollup.min(window),
        rollup.max(window),
        rollup.sum(window),
        rollup.last(window));
  }

  /// An hour of which the head is left, which has values.
  static RolledWindow of(Head head) {
    return new RolledWindow(
        head.firstMs(),
        head.lastMs(),
        head.values(),
        head.min(),
        head.max(),
        head.sum(),
        head.last());
  }

  /// The windows by time. Two that overlap were made of the same samples, by two builds or of
  /// batches that were sent twice: the one of more samples stays.
  static List<RolledWindow> apart(List<RolledWindow> windows) {
    var sorted = new ArrayList<>(windows);
    sorted.sort(
        Comparator.comparingLong(RolledWindow::firstMs)
            .thenComparing(RolledWindow::count, Comparator.reverseOrder()));
    var apart = new ArrayList<RolledWindow>();
    for (RolledWindow next : sorted) {
      if (apart.isEmpty() || apart.getLast().lastMs() < next.firstMs()) {
        apart.add(next);
      } else if (next.count() > apart.getLast().count()) {
        apart.set(apart.size() - 1, next);
      }
    }
    return apart;
  }

  /// The value that stands for the window where a function over time reads samples.
  double value(String function) {
    return switch (function) {
      case "min_over_time" -> min;
      case "max_over_time" -> max;
      case "sum_over_time" -> sum;
      case "avg_over_time" -> sum / count;
      default -> last;
    };
  }
}
