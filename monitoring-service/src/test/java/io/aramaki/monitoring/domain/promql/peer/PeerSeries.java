package io.aramaki.monitoring.domain.promql.peer;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A series of the data set: its labels and its samples by time in milliseconds.
///
/// @param labels with `__name__` among them
public record PeerSeries(SortedMap<String, String> labels, SortedMap<Long, Double> samples) {
  static PeerSeries of(String name, Map<String, String> labels, SortedMap<Long, Double> samples) {
    var all = new TreeMap<>(labels);
    all.put("__name__", name);
    return new PeerSeries(all, samples);
  }
}
