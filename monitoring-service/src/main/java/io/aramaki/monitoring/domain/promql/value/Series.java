package io.aramaki.monitoring.domain.promql.value;

import java.util.Arrays;

/// Samples of one series, ordered by time, one for each time. [Absent#VALUE] among the values ends
/// the series until its next sample. The arrays may be longer than the series and are not copied.
public final class Series {
  private final Labels labels;
  private final long[] times;
  private final double[] values;
  private final int size;

  /// @param times milliseconds since the epoch, ascending
  /// @param values one for each time
  /// @param size how many of them count
  public Series(Labels labels, long[] times, double[] values, int size) {
    if (size > times.length || size > values.length) {
      throw new IllegalArgumentException(
          labels
              + " has "
              + size
              + " samples, but "
              + times.length
              + " times and "
              + values.length
              + " values; expected one of each for a sample");
    }
    this.labels = labels;
    this.times = times;
    this.values = values;
    this.size = size;
  }

  public Labels labels() {
    return labels;
  }

  /// The times; only the first [#size] count.
  public long[] times() {
    return times;
  }

  /// The values; only the first [#size] count.
  public double[] values() {
    return values;
  }

  public int size() {
    return size;
  }

  @Override
  public String toString() {
    var text = new StringBuilder(labels.toString());
    for (int i = 0; i < size; i++) {
      text.append(' ').append(Texts.plain(values[i])).append('@').append(times[i]);
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Series series
        && size == series.size
        && labels.equals(series.labels)
        && Arrays.equals(times, 0, size, series.times, 0, size)
        && Arrays.equals(values, 0, size, series.values, 0, size);
  }

  @Override
  public int hashCode() {
    return labels.hashCode();
  }
}
