package io.aramaki.monitoring.domain.promql.window;

import io.aramaki.monitoring.domain.promql.value.Absent;
import java.util.Arrays;

/// The functions over windows by their names.
final class WindowFunctions {
  private WindowFunctions() {}

  /// A function for one pass over series.
  static WindowFunction of(String name) {
    return switch (name) {
      case "rate" -> new Rates(true, true);
      case "increase" -> new Rates(true, false);
      case "delta" -> new Rates(false, false);
      case "irate" -> w -> Rates.instant(w, true);
      case "idelta" -> w -> Rates.instant(w, false);
      case "deriv" -> WindowFunctions::slope;
      case "predict_linear" -> WindowFunctions::prediction;
      case "holt_winters" -> Smoothing::at;
      case "changes" -> new Changes(false);
      case "resets" -> new Changes(true);
      case "avg_over_time" -> Sums::average;
      case "sum_over_time" -> Sums::sum;
      case "stdvar_over_time" -> Sums::variance;
      case "stddev_over_time" -> w -> Math.sqrt(Sums.variance(w));
      case "min_over_time" -> new Extremes(false);
      case "max_over_time" -> new Extremes(true);
      case "count_over_time" -> Window::size;
      case "last_over_time" -> Window::lastValue;
      case "present_over_time", "absent_over_time" -> _ -> 1;
      case "quantile_over_time" -> WindowFunctions::quantile;
      default ->
          throw new IllegalArgumentException(
              name + " is no function over windows; expected one with a range vector");
    };
  }

  private static double slope(Window w) {
    return w.size() < 2 ? Absent.VALUE : Sums.line(w, w.times[w.from]).slope();
  }

  private static double prediction(Window w) {
    if (w.size() < 2) {
      return Absent.VALUE;
    }
    var line = Sums.line(w, w.time);
    return (line.slope() * w.first) + line.intercept();
  }

  private static double quantile(Window w) {
    return Quantiles.of(w.first, Arrays.copyOfRange(w.values, w.from, w.to), w.size());
  }
}
