package io.aramaki.monitoring.domain.promql.window;

/// Sums over a window, compensated after Kahan and Neumaier, and what is made of them.
final class Sums {
  private double sum;
  private double lost;

  private Sums() {}

  private void add(double value) {
    double next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  private double total() {
    return sum + lost;
  }

  static double sum(Window w) {
    double[] values = w.values;
    double sum = 0;
    double lost = 0;
    for (int i = w.from; i < w.to; i++) {
      double value = values[i];
      double next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }
    return Double.isInfinite(sum) ? sum : sum + lost;
  }

  static double average(Window w) {
    double sum = sum(w);
    return Double.isInfinite(sum) || Double.isNaN(sum) ? runningMean(w) : sum / w.size();
  }

  /// The mean without the sum, which does not overflow, and says of infinities what Prometheus
  /// does. It costs two divisions for each value.
  private static double runningMean(Window w) {
    var mean = new Sums();
    double count = 0;
    for (int i = w.from; i < w.to; i++) {
      double value = w.values[i];
      count++;
      if (Double.isInfinite(mean.sum) && keepsInfinity(mean.sum, value)) {
        continue;
      }
      mean.add((value / count) - (mean.sum / count));
    }
    return Double.isInfinite(mean.sum) ? mean.sum : mean.total();
  }

  /// Tells whether an infinite mean stays what it is with another value.
  private static boolean keepsInfinity(double mean, double value) {
    return Double.isInfinite(value) ? (mean > 0) == (value > 0) : !Double.isNaN(value);
  }

  static double variance(Window w) {
    var mean = new Sums();
    var squares = new Sums();
    double count = 0;
    for (int i = w.from; i < w.to; i++) {
      double value = w.values[i];
      count++;
      double delta = value - mean.total();
      mean.add(delta / count);
      squares.add(delta * (value - mean.total()));
    }
    return squares.total() / count;
  }

  /// The slope of the line through the samples, by the second, and its value at a time.
  static Line line(Window w, long origin) {
    var x = new Sums();
    var y = new Sums();
    var xy = new Sums();
    var xx = new Sums();
    boolean constant = true;
    for (int i = w.from; i < w.to; i++) {
      double value = w.values[i];
      constant = constant && !(i > w.from && value != w.firstValue());
      double seconds = (double) (w.times[i] - origin) / 1000;
      x.add(seconds);
      y.add(value);
      xy.add(seconds * value);
      xx.add(seconds * seconds);
    }
    if (constant) {
      boolean infinite = Double.isInfinite(w.firstValue());
      return new Line(infinite ? Double.NaN : 0, infinite ? Double.NaN : w.firstValue());
    }
    double n = w.size();
    double covariance = xy.total() - (x.total() * y.total() / n);
    double variance = xx.total() - (x.total() * x.total() / n);
    double slope = covariance / variance;
    return new Line(slope, (y.total() / n) - (slope * x.total() / n));
  }

  /// A line.
  record Line(double slope, double intercept) {}
}
