package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Divides the series of an hour into pages. Where a page ends depends on the series there and
/// nothing else, so a new series changes the page that it falls into and leaves the others.
final class PageSplitter {
  private static final int LEAST = 32;
  private static final int MOST = 128;

  /// One of so many series ends a page.
  private static final int ENDS = 64;

  private PageSplitter() {}

  /// The series of one page.
  ///
  /// @param set their names
  /// @param samples their samples, in the order of the set
  record Part(SeriesSet set, List<Samples> samples) {}

  /// Divides.
  static List<Part> split(Map<SeriesKey, Samples> series) {
    var parts = new ArrayList<Part>();
    var names = new ArrayList<SeriesName>();
    var samples = new ArrayList<Samples>();
    for (Map.Entry<SeriesKey, Samples> entry : new TreeMap<>(series).entrySet()) {
      SeriesKey key = entry.getKey();
      names.add(key.name(entry.getValue().unit()));
      samples.add(entry.getValue());
      boolean ends = Math.floorMod(mix(key.hashCode()), ENDS) == 0 && names.size() >= LEAST;
      if (ends || names.size() == MOST) {
        parts.add(new Part(SeriesSet.of(names), List.copyOf(samples)));
        names.clear();
        samples.clear();
      }
    }
    if (!names.isEmpty()) {
      parts.add(new Part(SeriesSet.of(names), List.copyOf(samples)));
    }
    return parts;
  }

  /// Texts that differ in their last letters have hashes that differ in their last bits.
  private static int mix(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
