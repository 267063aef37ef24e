package io.aramaki.monitoring.grpc.content;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesRules;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The series that a batch of format 2 names itself, as the series of its agent.
///
/// @param set the id of their [SeriesSet]; empty if they make none: texts that a batch numbered
///   otherwise than we do may be too long for a batch when we write them
/// @param series in the order of their numbers
/// @param systems of which they speak
/// @param made how many of them no other list had before
record NamedSeries(String set, List<Entry> series, Set<String> systems, int made) {
  /// A series that another list has takes so many times less than one that was made for this one.
  private static final int SHARED_PART = 16;

  static final NamedSeries NONE = of(List.of(), "");

  NamedSeries {
    series = List.copyOf(series);
    systems = Set.copyOf(systems);
  }

  /// One series.
  ///
  /// @param wrong what is wrong with its name; empty if nothing is
  record Entry(SeriesKey key, String unit, String wrong) {}

  static NamedSeries of(List<SeriesName> names, String agent) {
    return of(names, agent, Map.of());
  }

  /// @param known series of the agent of which no other objects are to be made
  static NamedSeries of(List<SeriesName> names, String agent, Map<SeriesKey, Entry> known) {
    int made = 0;
    var entries = new ArrayList<Entry>(names.size());
    for (SeriesName name : names) {
      var key = SeriesKey.of(name.system(), name.metric(), name.labels(), agent);
      @Nullable Entry same = known.get(key);
      if (same == null || !same.unit().equals(name.unit())) {
        made++;
        same =
            new Entry(key, name.unit(), SeriesRules.wrong(name.metric(), name.labels()).orElse(""));
      }
      entries.add(same);
    }
    return new NamedSeries(set(names), entries, systems(names), made);
  }

  /// What it takes in memory, in series.
  int weight() {
    return 1 + made + series.size() / SHARED_PART;
  }

  /// Its series by their keys.
  Map<SeriesKey, Entry> byKey() {
    var byKey = new HashMap<SeriesKey, Entry>();
    series.forEach(entry -> byKey.put(entry.key(), entry));
    return byKey;
  }

  private static String set(List<SeriesName> names) {
    try {
      return SeriesSet.of(names).id();
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  static Set<String> systems(List<SeriesName> names) {
    return names.stream().map(SeriesName::system).collect(Collectors.toSet());
  }
}
