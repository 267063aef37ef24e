package io.aramaki.monitoring.domain.sample;

import java.util.Arrays;

/// Samples of one series while they are collected: two growing arrays, sorted by time at the end.
public final class Samples {
  private static final int FIRST_CAPACITY = 64;

  private final String unit;
  private long[] times = new long[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int size;

  Samples(String unit) {
    this.unit = unit;
  }

  void add(long timeMs, double value) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    times[size] = timeMs;
    values[size] = value;
    size++;
  }

  /// Sorts by time; of two samples of the same time the one added later stays.
  void sort() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
    long[] sortedTimes = new long[size];
    double[] sortedValues = new double[size];
    int kept = 0;
    for (int index : order) {
      if (kept > 0 && sortedTimes[kept - 1] == times[index]) {
        kept--;
      }
      sortedTimes[kept] = times[index];
      sortedValues[kept] = values[index];
      kept++;
    }
    times = sortedTimes;
    values = sortedValues;
    size = kept;
  }

  public String unit() {
    return unit;
  }

  public int size() {
    return size;
  }

  public long time(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }
}
