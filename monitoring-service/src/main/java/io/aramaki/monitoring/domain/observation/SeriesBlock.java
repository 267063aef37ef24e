package io.aramaki.monitoring.domain.observation;

import java.util.Map;
import java.util.TreeMap;

/// Samples of one series in one batch. Holds its arrays without copying them: they are as large as
/// the data, and nobody changes them.
public final class SeriesBlock {
  private final String system;
  private final String metric;
  private final Map<String, String> labels;
  private final String unit;
  private final long[] times;
  private final double[] values;

  /// @param system the system
  /// @param metric the metric's name
  /// @param labels its labels, without `agent` and `system`
  /// @param unit the unit, empty if none
  /// @param times milliseconds since the epoch
  /// @param values one for each time
  public SeriesBlock(
      String system,
      String metric,
      Map<String, String> labels,
      String unit,
      long[] times,
      double[] values) {
    this.system = system;
    this.metric = metric;
    this.labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    this.unit = unit;
    this.times = times;
    this.values = values;
  }

  public String system() {
    return system;
  }

  public String metric() {
    return metric;
  }

  public Map<String, String> labels() {
    return labels;
  }

  public String unit() {
    return unit;
  }

  public int size() {
    return times.length;
  }

  public long time(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }
}
