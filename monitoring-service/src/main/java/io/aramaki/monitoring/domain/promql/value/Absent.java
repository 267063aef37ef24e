package io.aramaki.monitoring.domain.promql.value;

/// Marks a step without a value, and in a series the end of it: the NaN that Prometheus calls
/// stale. No operator results in it, since arithmetic sets another bit of each NaN.
public final class Absent {
  /// The bits of the mark.
  public static final long BITS = 0x7ff0000000000002L;

  /// The mark itself.
  public static final double VALUE = Double.longBitsToDouble(BITS);

  private Absent() {}

  /// Tells whether a value is the mark, and not merely another NaN.
  public static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
