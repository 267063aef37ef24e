package io.aramaki.bench.read;

import io.aramaki.bench.load.SeriesSum;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What was read back of one host, by series. Not thread-safe.
public final class HostSamples {
  private static final int FIRST = 64;

  /// The samples of one series.
  public static final class Columns {
    private long[] times = new long[FIRST];
    private double[] values = new double[FIRST];
    private int count;

    /// Appends a sample.
    public void add(long timeMs, double value) {
      if (count == times.length) {
        times = Arrays.copyOf(times, count * 2);
        values = Arrays.copyOf(values, count * 2);
      }
      times[count] = timeMs;
      values[count++] = value;
    }

    public int count() {
      return count;
    }

    public long time(int number) {
      return times[number];
    }

    public double value(int number) {
      return values[number];
    }

    public SeriesSum sum() {
      return SeriesSum.of(Arrays.copyOf(times, count), Arrays.copyOf(values, count));
    }
  }

  private final Map<String, Columns> series = new HashMap<>();

  /// The samples of a series, empty at first.
  ///
  /// @param key as [io.aramaki.bench.data.SeriesLabels] makes it
  public Columns series(String key) {
    return series.computeIfAbsent(key, _ -> new Columns());
  }

  /// The keys of all series.
  public Set<String> keys() {
    return Set.copyOf(series.keySet());
  }
}
