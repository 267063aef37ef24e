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

  /// The same at other times.
  ///
  /// @param millis what is added to each
  public PeerSeries shifted(long millis) {
    var moved = new TreeMap<Long, Double>();
    samples.forEach((time, value) -> moved.put(time + millis, value));
    return new PeerSeries(labels, moved);
  }

  /// The same with another label.
  public PeerSeries with(String label, String value) {
    var all = new TreeMap<>(labels);
    all.put(label, value);
    return new PeerSeries(all, samples);
  }
}
