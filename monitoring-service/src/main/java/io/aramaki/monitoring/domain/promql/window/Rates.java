package io.aramaki.monitoring.domain.promql.window;

import io.aramaki.monitoring.domain.promql.value.Absent;
import java.util.Arrays;

/// How much a value grew over a window, extrapolated to its borders where samples come close to
/// them. Remembers where a series was reset, so that a window without a reset costs nothing but its
/// ends.
final class Rates implements WindowFunction {
  /// A border is close if it is at most this many intervals between samples away.
  private static final double CLOSE = 1.1;

  private final boolean counter;
  private final boolean perSecond;
  private int[] resets = {};
  private int resetCount;
  private int nextReset;

  Rates(boolean counter, boolean perSecond) {
    this.counter = counter;
    this.perSecond = perSecond;
  }

  @Override
  public void begin(double[] values, int size) {
    resetCount = 0;
    nextReset = 0;
    for (int i = 1; counter && i < size; i++) {
      if (values[i] < values[i - 1]) {
        if (resetCount == resets.length) {
          resets = Arrays.copyOf(resets, Math.max(16, resetCount * 2));
        }
        resets[resetCount++] = i;
      }
    }
  }

  @Override
  public double at(Window w) {
    if (w.size() < 2) {
      return Absent.VALUE;
    }
    double growth = growth(w);
    double sampled = w.seconds(w.from, w.to - 1);
    double between = sampled / (w.size() - 1);
    double toStart = (double) (w.times[w.from] - w.start) / 1000;
    double toEnd = (double) (w.end - w.times[w.to - 1]) / 1000;
    if (counter && growth > 0 && w.firstValue() >= 0) {
      double toZero = sampled * (w.firstValue() / growth);
      toStart = toZero < toStart ? toZero : toStart;
    }
    double threshold = between * CLOSE;
    double covered = sampled;
    covered += toStart < threshold ? toStart : between / 2;
    covered += toEnd < threshold ? toEnd : between / 2;
    double factor = covered / sampled;
    if (perSecond) {
      factor /= (double) (w.end - w.start) / 1000;
    }
    return growth * factor;
  }

  private double growth(Window w) {
    double growth = w.lastValue() - w.firstValue();
    while (nextReset < resetCount && resets[nextReset] <= w.from) {
      nextReset++;
    }
    for (int i = nextReset; i < resetCount && resets[i] < w.to; i++) {
      growth += w.values[resets[i] - 1];
    }
    return growth;
  }

  /// The growth between the last two samples, by the second if it is a rate.
  static double instant(Window w, boolean rate) {
    if (w.size() < 2) {
      return Absent.VALUE;
    }
    double last = w.lastValue();
    double before = w.values[w.to - 2];
    double growth = rate && last < before ? last : last - before;
    return rate ? growth / w.seconds(w.to - 2, w.to - 1) : growth;
  }
}
