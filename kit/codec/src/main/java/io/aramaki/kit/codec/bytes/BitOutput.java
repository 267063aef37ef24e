package io.aramaki.kit.codec.bytes;

/// Bits on their way into bytes: the lowest of a field and of each byte first.
public final class BitOutput {
  /// So many bits at a time fit behind a begun byte.
  private static final int LOWER_BITS = 56;

  private final ByteOutput out;
  private long waiting;
  private int size;

  public BitOutput(ByteOutput out) {
    this.out = out;
  }

  /// Writes the lowest bits of a value.
  ///
  /// @param count how many, 0 to 64
  public void put(long value, int count) {
    int lower = Math.min(count, LOWER_BITS);
    waiting |= (value & ((1L << lower) - 1)) << size;
    size += lower;
    flush();
    if (count > lower) {
      put(value >>> lower, count - lower);
    }
  }

  private void flush() {
    while (size >= Byte.SIZE) {
      out.u8((int) waiting);
      waiting >>>= Byte.SIZE;
      size -= Byte.SIZE;
    }
  }

  /// Fills the last byte with zeros.
  public void end() {
    if (size > 0) {
      out.u8((int) waiting);
      waiting = 0;
      size = 0;
    }
  }
}
