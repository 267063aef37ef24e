package io.aramaki.monitoring.domain.series;

/// Samples of one series in one batch. Holds its arrays without copying them: they are as large as
/// the data, and nobody changes them.
public final class SeriesBlock {
  private final SeriesKey key;
  private final String unit;
  private final long[] times;
  private final double[] values;

  /// @param unit the unit, empty if none
  /// @param times milliseconds since the epoch
  /// @param values one for each time
  public SeriesBlock(SeriesKey key, String unit, long[] times, double[] values) {
    this.key = key;
    this.unit = unit;
    this.times = times;
    this.values = values;
  }

  public SeriesKey key() {
    return key;
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

  /// The times; not to be changed.
  public long[] times() {
    return times;
  }

  /// The values, one for each time; not to be changed.
  public double[] values() {
    return values;
  }
}
