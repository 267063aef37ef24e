package io.aramaki.monitoring.domain.promql.window;

import java.util.Arrays;

/// Quantiles of a set of values.
public final class Quantiles {
  private Quantiles() {}

  /// A quantile of the first values of an array, which are sorted by it. NaN counts as the
  /// smallest.
  public static double of(double quantile, double[] values, int size) {
    if (size == 0 || Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    Arrays.sort(values, 0, size);
    int nans = 0;
    while (nans < size && Double.isNaN(values[size - 1 - nans])) {
      nans++;
    }
    double rank = quantile * (size - 1);
    double lower = Math.max(0, Math.floor(rank));
    double upper = Math.min(size - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return (at(values, nans, (int) lower) * (1 - weight))
        + (at(values, nans, (int) upper) * weight);
  }

  private static double at(double[] sorted, int nans, int index) {
    return index < nans ? Double.NaN : sorted[index - nans];
  }
}
