package io.aramaki.kit.codec.chunk;

/// A sum after Neumaier: as near to the exact one as doubles allow, nearly.
final class Sum {
  private double sum;
  private double rest;

  void add(double value) {
    double next = sum + value;
    if (Double.isInfinite(next)) {
      rest = 0;
    } else if (Math.abs(sum) >= Math.abs(value)) {
      rest += (sum - next) + value;
    } else {
      rest += (value - next) + sum;
    }
    sum = next;
  }

  /// The sum. Which bits a NaN has that comes of adding up is up to the processor and the compiler,
  /// so it is always the same one here.
  double value() {
    double value = sum + rest;
    return Double.isNaN(value) ? Double.NaN : value;
  }
}
