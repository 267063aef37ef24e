package io.aramaki.monitoring.domain.promql.function;

import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.OptionalDouble;

/// Quantiles of histograms whose buckets are series with a label `le`.
public final class Histograms {
  /// The label that holds the upper bound of a bucket.
  public static final String BOUND = "le";

  private Histograms() {}

  /// The upper bound of a bucket, empty if the label is none.
  public static OptionalDouble bound(String label) {
    return Texts.number(label);
  }

  /// The quantile of one histogram. Both arrays are used up.
  ///
  /// @param bounds upper bounds, ascending
  /// @param counts observations up to each
  /// @param size how many buckets there are, at least one
  public static double quantile(double quantile, double[] bounds, double[] counts, int size) {
    if (Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    int count = merge(bounds, counts, size);
    makeMonotonic(counts, count);
    double all = counts[count - 1];
    if (count < 2 || all == 0) {
      return Double.NaN;
    }
    return interpolate(quantile * all, bounds, counts, count);
  }

  private static double interpolate(double rank, double[] bounds, double[] counts, int count) {
    int bucket = firstReaching(rank, counts, count - 1);
    if (bucket == count - 1) {
      return bounds[count - 2];
    }
    if (bucket == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double start = bucket == 0 ? 0 : bounds[bucket - 1];
    double below = bucket == 0 ? 0 : counts[bucket - 1];
    return start + ((bounds[bucket] - start) * ((rank - below) / (counts[bucket] - below)));
  }

  /// Searches by halves, like Prometheus, since with NaN among the counts the way matters.
  private static int firstReaching(double rank, double[] counts, int end) {
    int low = 0;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (counts[middle] >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Adds up buckets with the same bound.
  private static int merge(double[] bounds, double[] counts, int size) {
    int last = 0;
    for (int i = 1; i < size; i++) {
      if (bounds[i] == bounds[last]) {
        counts[last] += counts[i];
      } else {
        last++;
        bounds[last] = bounds[i];
        counts[last] = counts[i];
      }
    }
    return last + 1;
  }

  private static void makeMonotonic(double[] counts, int size) {
    double most = counts[0];
    for (int i = 1; i < size; i++) {
      if (counts[i] > most) {
        most = counts[i];
      } else if (counts[i] < most) {
        counts[i] = most;
      }
    }
  }
}
