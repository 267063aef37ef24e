package io.aramaki.kit.codec.bytes;

/// Bits on their way out of bytes, as [BitOutput] wrote them. What is left of the last byte is
/// passed over by reading on from the bytes.
public final class BitInput {
  private final ByteInput in;
  private int waiting;
  private int size;

  public BitInput(ByteInput in) {
    this.in = in;
  }

  /// Reads a field.
  ///
  /// @param count of bits, 0 to 64
  /// @throws Malformed if the bytes end before
  public long take(int count) {
    long value = 0;
    int taken = 0;
    while (taken < count) {
      if (size == 0) {
        waiting = in.u8();
        size = Byte.SIZE;
      }
      int now = Math.min(size, count - taken);
      value |= (long) (waiting & ((1 << now) - 1)) << taken;
      waiting >>>= now;
      size -= now;
      taken += now;
    }
    return value;
  }
}
