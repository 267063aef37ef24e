package io.aramaki.kit.codec.chunk;

import io.aramaki.kit.codec.column.Decimals;
import java.util.Arrays;

/// What the windows of one series have, each of [#WINDOW_MS] since the epoch; a window without
/// values is left out. Markers of staleness are no values. Columns; not to be changed.
public final class Rollup {
  /// How long a window is: five minutes.
  public static final long WINDOW_MS = 300_000;

  private final Spans spans;
  private final double[] min;
  private final double[] max;
  private final double[] sum;
  private final double[] last;

  /// When the values of each window came; series share them.
  ///
  /// @param first the time of the first value of each window, milliseconds since the epoch
  /// @param last the time of its last value
  /// @param counts how many values it has
  @SuppressWarnings("ArrayRecordComponent") // compared by what is in it
  record Spans(long[] first, long[] last, long[] counts) {
    int size() {
      return first.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Spans(long[] firsts, long[] lasts, long[] others)
          && Arrays.equals(first, firsts)
          && Arrays.equals(last, lasts)
          && Arrays.equals(counts, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(first) * 31 + Arrays.hashCode(counts);
    }
  }

  Rollup(Spans spans, double[] min, double[] max, double[] sum, double[] last) {
    this.spans = spans;
    this.min = min;
    this.max = max;
    this.sum = sum;
    this.last = last;
  }

  /// Looks at the points of a series.
  ///
  /// @param times ascending, none twice
  /// @param values one for each time
  /// @param count how many points
  public static Rollup of(long[] times, double[] values, int count) {
    int points = 0;
    var ownTimes = new long[count];
    var own = new double[count];
    for (int i = 0; i < count; i++) {
      if (!Stale.is(values[i])) {
        ownTimes[points] = times[i];
        own[points++] = values[i];
      }
    }
    int[] begins = begins(ownTimes, points);
    int size = begins.length - 1;
    var spans = new Spans(new long[size], new long[size], new long[size]);
    var rollup =
        new Rollup(spans, new double[size], new double[size], new double[size], new double[size]);
    for (int i = 0; i < size; i++) {
      spans.first[i] = ownTimes[begins[i]];
      spans.last[i] = ownTimes[begins[i + 1] - 1];
      spans.counts[i] = (long) begins[i + 1] - begins[i];
      rollup.look(own, i, begins[i], begins[i + 1]);
    }
    rollup.addUp(own, begins);
    return rollup;
  }

  private static int[] begins(long[] times, int count) {
    var begins = new int[count + 1];
    int size = 0;
    long end = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      if (i == 0 || times[i] >= end) {
        begins[size++] = i;
        end = (window(times[i]) + 1) * WINDOW_MS;
      }
    }
    begins[size] = count;
    return Arrays.copyOf(begins, size + 1);
  }

  static long window(long timeMs) {
    return Math.floorDiv(timeMs, WINDOW_MS);
  }

  private void look(double[] values, int window, int from, int to) {
    double least = values[from];
    double greatest = values[from];
    for (int i = from; i < to; i++) {
      double value = values[i];
      least = value < least || Double.isNaN(least) ? value : least;
      greatest = value > greatest || Double.isNaN(greatest) ? value : greatest;
    }
    min[window] = least;
    max[window] = greatest;
    last[window] = values[to - 1];
  }

  /// Decimals are added up as such: the double nearest to their sum. Other values are added up
  /// after Neumaier.
  private void addUp(double[] values, int[] begins) {
    if (!addUpDecimals(values, begins)) {
      for (int i = 0; i < sum.length; i++) {
        var all = new Sum();
        for (int at = begins[i]; at < begins[i + 1]; at++) {
          all.add(values[at]);
        }
        sum[i] = all.value();
      }
    }
  }

  private boolean addUpDecimals(double[] values, int[] begins) {
    int places = 0;
    for (int i = 0; i < begins[sum.length]; i++) {
      places = Decimals.morePlaces(values[i], places);
      if (places > Decimals.PLACES_MAX) {
        return false;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      long digits = 0;
      for (int at = begins[i]; at < begins[i + 1]; at++) {
        long more = Decimals.digits(values[at], places);
        digits += more;
        if (!Decimals.is(values[at], more, places) || Math.abs(digits) > Decimals.DIGITS_MAX) {
          return false;
        }
      }
      sum[i] = Decimals.value(digits, places);
    }
    return true;
  }

  Spans spans() {
    return spans;
  }

  /// How many windows have values.
  public int size() {
    return spans.size();
  }

  /// The time of the first value of a window.
  public long firstMs(int window) {
    return spans.first[window];
  }

  /// The time of the last value of a window.
  public long lastMs(int window) {
    return spans.last[window];
  }

  /// How many values a window has.
  public long count(int window) {
    return spans.counts[window];
  }

  /// The least value of a window; NaN only if there is no other value.
  public double min(int window) {
    return min[window];
  }

  /// The greatest value; NaN only if there is no other value.
  public double max(int window) {
    return max[window];
  }

  /// The sum of the values; NaN if one of them is.
  public double sum(int window) {
    return sum[window];
  }

  /// The last value.
  public double last(int window) {
    return last[window];
  }

  double[] mins() {
    return min;
  }

  double[] maxs() {
    return max;
  }

  double[] sums() {
    return sum;
  }

  double[] lasts() {
    return last;
  }

  /// Equal if all bits are.
  @Override
  public boolean equals(Object other) {
    return other instanceof Rollup rollup
        && spans.equals(rollup.spans)
        && same(min, rollup.min)
        && same(max, rollup.max)
        && same(sum, rollup.sum)
        && same(last, rollup.last);
  }

  private static boolean same(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      if (Double.doubleToRawLongBits(one[i]) != Double.doubleToRawLongBits(other[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return spans.hashCode();
  }
}
