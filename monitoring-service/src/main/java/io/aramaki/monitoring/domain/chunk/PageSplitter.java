package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.retention.Keep;
import io.aramaki.monitoring.domain.retention.Retention;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Divides the series of an hour into pages, those of each class of metrics apart. Where a page
/// ends depends on the series of the class there and nothing else, so a new series changes the page
/// that it falls into and leaves the others.
final class PageSplitter {
  private static final int LEAST = 32;
  private static final int MOST = 128;

  /// One of so many series ends a page.
  private static final int ENDS = 64;

  private PageSplitter() {}

  /// The series of one page, all of one class of metrics: a page has one time to live.
  ///
  /// @param set their names
  /// @param samples their samples, in the order of the set
  /// @param keep how long they are kept
  record Part(SeriesSet set, List<Samples> samples, Keep keep) {}

  /// Divides.
  static List<Part> split(Map<SeriesKey, Samples> series, Retention retention) {
    Map<String, Integer> classes = new HashMap<>();
    var byClass = new TreeMap<Integer, TreeMap<SeriesKey, Samples>>();
    series.forEach((key, samples) -> {
      int place = classes.computeIfAbsent(key.metric(), retention::classOf);
      byClass.computeIfAbsent(place, _ -> new TreeMap<>()).put(key, samples);
    });
    var parts = new ArrayList<Part>();
    byClass.forEach((place, some) -> split(some, retention.keep(place), parts));
    return parts;
  }

  private static void split(SortedMap<SeriesKey, Samples> series, Keep keep, List<Part> parts) {
    var names = new ArrayList<SeriesName>();
    var samples = new ArrayList<Samples>();
    for (Map.Entry<SeriesKey, Samples> entry : series.entrySet()) {
      SeriesKey key = entry.getKey();
      names.add(key.name(entry.getValue().unit()));
      samples.add(entry.getValue());
      boolean ends = Math.floorMod(mix(key.hashCode()), ENDS) == 0 && names.size() >= LEAST;
      if (ends || names.size() == MOST) {
        parts.add(new Part(SeriesSet.of(names), List.copyOf(samples), keep));
        names.clear();
        samples.clear();
      }
    }
    if (!names.isEmpty()) {
      parts.add(new Part(SeriesSet.of(names), List.copyOf(samples), keep));
    }
  }

  /// Texts that differ in their last letters have hashes that differ in their last bits.
  private static int mix(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
