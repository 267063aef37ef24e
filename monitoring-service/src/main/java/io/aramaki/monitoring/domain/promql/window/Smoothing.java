package io.aramaki.monitoring.domain.promql.window;

import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Texts;

/// Double exponential smoothing, which `holt_winters` is.
final class Smoothing {
  private Smoothing() {}

  static double at(Window w) {
    double smoothing = w.first;
    double trending = w.second;
    check("smoothing", "sf", smoothing);
    check("trend", "tf", trending);
    if (w.size() < 2) {
      return Absent.VALUE;
    }
    double before = 0;
    double smooth = w.firstValue();
    double trend = w.values[w.from + 1] - w.firstValue();
    for (int i = w.from + 1; i < w.to; i++) {
      if (i > w.from + 1) {
        trend = (trending * (smooth - before)) + ((1 - trending) * trend);
      }
      double next = (smoothing * w.values[i]) + ((1 - smoothing) * (smooth + trend));
      before = smooth;
      smooth = next;
    }
    return smooth;
  }

  private static void check(String what, String symbol, double factor) {
    if (factor <= 0 || factor >= 1) {
      throw QueryException.execution(
          "invalid "
              + what
              + " factor. Expected: 0 < "
              + symbol
              + " < 1, got: "
              + Texts.fixed(factor));
    }
  }
}
