package io.aramaki.monitoring.domain.index;

import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The newest samples of some series, the first ones by their names.
final class LatestSeries {
  private static final Comparator<Latest> BY_NAME = Comparator.comparing(Latest::key);

  private final String system;
  private final String afterMetric;
  private final String afterText;
  private final int limit;
  private final PriorityQueue<Latest> first = new PriorityQueue<>(BY_NAME.reversed());

  LatestSeries(String system, String afterMetric, String afterText, int limit) {
    this.system = system;
    this.afterMetric = afterMetric;
    this.afterText = afterText;
    this.limit = limit;
  }

  /// Looks at a series; its name is only made if it may be among the first.
  void look(Shelf shelf, int series) {
    long timeMs = shelf.rows().timeMs(series);
    String metric = shelf.symbols().text(shelf.rows().metric(series));
    @Nullable Latest last = first.size() < limit ? null : first.peek();
    if (timeMs == Long.MIN_VALUE
        || metric.compareTo(afterMetric) < 0
        || (last != null && metric.compareTo(last.key().metric()) > 0)
        || !shelf.owner(series).system().equals(system)) {
      return;
    }
    SeriesKey key = shelf.key(series);
    boolean isAfter = !metric.equals(afterMetric) || key.text().compareTo(afterText) > 0;
    if (isAfter && (last == null || key.compareTo(last.key()) < 0)) {
      String unit = shelf.symbols().text(shelf.rows().unit(series));
      first.add(new Latest(key, unit, timeMs, shelf.rows().newestValue(series)));
      if (first.size() > limit) {
        first.remove();
      }
    }
  }

  /// In the order of their names.
  List<Latest> found() {
    var all = new ArrayList<>(first);
    all.sort(BY_NAME);
    return all;
  }
}
