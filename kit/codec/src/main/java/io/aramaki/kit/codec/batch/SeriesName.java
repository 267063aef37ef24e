package io.aramaki.kit.codec.batch;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a series is called.
///
/// @param system the system that it belongs to
/// @param metric the metric's name
/// @param labels its labels, in the order of their names (of UTF-16 units, as Java compares them)
/// @param unit the unit, empty if none
public record SeriesName(
    String system, String metric, SortedMap<String, String> labels, String unit) {
  public SeriesName {
    var ordered = new TreeMap<String, String>();
    ordered.putAll(labels);
    labels = Collections.unmodifiableSortedMap(ordered);
  }

  public static SeriesName of(
      String system, String metric, Map<String, String> labels, String unit) {
    return new SeriesName(system, metric, new TreeMap<>(labels), unit);
  }
}
