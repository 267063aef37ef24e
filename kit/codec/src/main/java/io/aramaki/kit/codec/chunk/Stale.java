package io.aramaki.kit.codec.chunk;

/// The marker by which a source says that a series has ended, as Prometheus defines it: a NaN of
/// which all bits matter.
public final class Stale {
  /// The bits of the marker (Prometheus, `model/value`, `StaleNaN`).
  public static final long BITS = 0x7ff0000000000002L;

  /// The marker.
  public static final double NAN = Double.longBitsToDouble(BITS);

  private Stale() {}

  /// Tells whether a value is the marker.
  public static boolean is(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
