package io.aramaki.monitoring.domain.series;

import java.util.Arrays;

/// Samples of one series while they are collected: two growing arrays. After [#seal] they ascend in
/// time and no time is there twice.
///
/// Of samples of the same time one stays, whatever the order in which they came: a number before a
/// NaN, the greater number, the greater bits. So batches that are sent again, reordered or merged
/// later leave the same samples.
public final class Samples {
  private static final int FIRST_CAPACITY = 16;

  private String unit;
  private long[] times = new long[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int size;
  private boolean ascending = true;

  /// @param unit the unit, empty if none
  public Samples(String unit) {
    this.unit = unit;
  }

  public void add(long timeMs, double value) {
    if (size == times.length) {
      grow(size + 1);
    }
    ascending &= size == 0 || timeMs > times[size - 1];
    times[size] = timeMs;
    values[size] = value;
    size++;
  }

  /// Adds samples.
  public void add(long[] moreTimes, double[] moreValues, int from, int to) {
    if (from == to) {
      return;
    }
    grow(size + to - from);
    ascending &= size == 0 || moreTimes[from] > times[size - 1];
    for (int i = from + 1; i < to; i++) {
      ascending &= moreTimes[i] > moreTimes[i - 1];
    }
    System.arraycopy(moreTimes, from, times, size, to - from);
    System.arraycopy(moreValues, from, values, size, to - from);
    size += to - from;
  }

  /// Of two units the one that comes later in the alphabet stays.
  public void unit(String other) {
    if (other.compareTo(unit) > 0) {
      unit = other;
    }
  }

  private void grow(int least) {
    if (least > times.length) {
      int capacity = Math.max(least, times.length * 2);
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }

  /// Sorts by time and leaves one sample of each time.
  public void seal() {
    if (ascending) {
      return;
    }
    int run = firstRun();
    while (run < size) {
      run = mergeRuns();
    }
    dedupe();
    ascending = true;
  }

  private int firstRun() {
    return endOfRun(0);
  }

  private int endOfRun(int from) {
    int end = from + 1;
    while (end < size && times[end] >= times[end - 1]) {
      end++;
    }
    return Math.min(end, size);
  }

  /// Merges each run with the next one.
  ///
  /// @return where the first run ends now
  private int mergeRuns() {
    var sortedTimes = new long[size];
    var sortedValues = new double[size];
    int at = 0;
    while (at < size) {
      int middle = endOfRun(at);
      int end = middle < size ? endOfRun(middle) : middle;
      int left = at;
      int right = middle;
      for (int i = at; i < end; i++) {
        boolean takeLeft = right == end || (left < middle && times[left] <= times[right]);
        int source = takeLeft ? left++ : right++;
        sortedTimes[i] = times[source];
        sortedValues[i] = values[source];
      }
      at = end;
    }
    times = sortedTimes;
    values = sortedValues;
    return endOfRun(0);
  }

  private void dedupe() {
    int kept = 0;
    for (int i = 1; i < size; i++) {
      if (times[i] == times[kept]) {
        values[kept] = stronger(values[kept], values[i]);
      } else {
        kept++;
        times[kept] = times[i];
        values[kept] = values[i];
      }
    }
    size = size == 0 ? 0 : kept + 1;
  }

  /// Which of two values of the same time stays.
  static double stronger(double one, double other) {
    if (Double.isNaN(one) != Double.isNaN(other)) {
      return Double.isNaN(one) ? other : one;
    }
    if (Double.isNaN(one)) {
      long bits = Double.doubleToRawLongBits(one);
      return Long.compareUnsigned(bits, Double.doubleToRawLongBits(other)) >= 0 ? one : other;
    }
    return Double.compare(one, other) >= 0 ? one : other;
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

  /// The times, at least [#size] of them; not to be changed.
  public long[] times() {
    return times;
  }

  /// The values, one for each time; not to be changed.
  public double[] values() {
    return values;
  }
}
