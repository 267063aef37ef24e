package io.aramaki.monitoring.grpc.content;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesRules;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The series that a batch of format 2 names itself, as the series of its agent.
///
/// @param set the id of their [SeriesSet]; empty if they make none: texts that a batch numbered
///   otherwise than we do may be too long for a batch when we write them
/// @param series in the order of their numbers
/// @param systems of which they speak
record NamedSeries(String set, List<Entry> series, Set<String> systems) {
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
    var entries = names.stream().map(name -> entry(name, agent)).toList();
    return new NamedSeries(set(names), entries, systems(names));
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

  private static Entry entry(SeriesName name, String agent) {
    return new Entry(
        SeriesKey.of(name.system(), name.metric(), name.labels(), agent),
        name.unit(),
        SeriesRules.wrong(name.metric(), name.labels()).orElse(""));
  }
}
