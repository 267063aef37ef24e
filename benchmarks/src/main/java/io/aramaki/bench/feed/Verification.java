package io.aramaki.bench.feed;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.HostData;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.load.SeriesSum;
import io.aramaki.bench.read.HostReader;
import io.aramaki.bench.read.HostSamples;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/// Makes the data again and compares it with what a server has: count and checksum of each series,
/// and each value where a server keeps fewer digits.
public final class Verification {
  /// A value may differ by this part of the largest in its series: a server that keeps 12 digits is
  /// not wrong.
  private static final double ROUNDING_MAX = 1e-11;

  private static final int STEPS = 20;

  private final DataPlan plan;
  private final HostReader reader;
  private final long[] steps;
  private long expected;
  private long readable;
  private long wrongSeries;
  private long rounded;
  private double errorMax;

  /// What was found.
  ///
  /// @param series how many were compared
  /// @param expected how many samples were sent and acknowledged
  /// @param readable how many could be read
  /// @param wrong series with another count or another value
  /// @param rounded values that a server returned with fewer digits
  /// @param errorMax the largest difference of those, as a part of the largest value of the series
  public record Outcome(
      long series, long expected, long readable, long wrong, long rounded, double errorMax) {
    public boolean isRight() {
      return wrong == 0 && expected == readable && series > 0;
    }

    public String text() {
      String exact =
          rounded == 0
              ? "all bits"
              : String.format(
                  Locale.ROOT, "%,d values rounded, by %.1e at most", rounded, errorMax);
      return String.format(
          Locale.ROOT,
          "%s: %,d series, %,d of %,d samples, %s%s",
          isRight() ? "equal" : "**NOT EQUAL**",
          series,
          readable,
          expected,
          exact,
          wrong == 0 ? "" : ", %,d series wrong".formatted(wrong));
    }
  }

  /// Prepares a comparison.
  ///
  /// @param steps how many each host has sent
  public Verification(DataPlan plan, HostReader reader, long[] steps) {
    this.plan = plan;
    this.reader = reader;
    this.steps = steps.clone();
  }

  /// Reads and compares every host.
  public Outcome run() throws IOException {
    for (int host = 0; host < plan.hosts(); host++) {
      if (steps[host] > 0) {
        compare(host);
      }
    }
    return new Outcome(plan.seriesTotal(), expected, readable, wrongSeries, rounded, errorMax);
  }

  private void compare(int host) throws IOException {
    int count = Math.toIntExact(steps[host]);
    HostSamples there =
        reader.read(SeriesLabels.hostName(host), plan.timeMs(0), plan.timeMs(count));
    var times = new long[count];
    double[][] values = values(host, count, times);
    for (int series = 0; series < plan.series(); series++) {
      HostSamples.Columns columns = there.series(plan.labels(host, series).key());
      expected += count;
      readable += columns.count();
      SeriesSum sent = SeriesSum.of(times, values[series]);
      if (!columns.sum().equals(sent) && !isRounded(columns, times, values[series])) {
        wrongSeries++;
      }
    }
    if (there.keys().size() != plan.series()) {
      wrongSeries += there.keys().size() - plan.series();
    }
  }

  private double[][] values(int host, int count, long[] times) {
    var values = new double[plan.series()][count];
    HostData data = plan.host(host);
    var block = new HostBlock(plan.series(), STEPS);
    for (int from = 0; from < count; from += STEPS) {
      data.next(block);
      int length = Math.min(STEPS, count - from);
      System.arraycopy(block.times(), 0, times, from, length);
      for (int series = 0; series < values.length; series++) {
        System.arraycopy(block.values(series), 0, values[series], from, length);
      }
    }
    return values;
  }

  private boolean isRounded(HostSamples.Columns columns, long[] times, double[] values) {
    if (columns.count() != times.length) {
      return false;
    }
    var seen = new boolean[times.length];
    double largest = Double.MIN_NORMAL;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    long differ = 0;
    double most = 0;
    for (int i = 0; i < columns.count(); i++) {
      int at = Arrays.binarySearch(times, columns.time(i));
      if (at < 0 || seen[at]) {
        return false;
      }
      seen[at] = true;
      double error = Math.abs(columns.value(i) - values[at]);
      if (error > 0) {
        differ++;
        most = Math.max(most, error / largest);
      }
    }
    if (differ == 0 || !(most <= ROUNDING_MAX)) {
      return false;
    }
    rounded += differ;
    errorMax = Math.max(errorMax, most);
    return true;
  }
}
