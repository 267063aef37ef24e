package io.aramaki.bench.wire;

import java.util.Arrays;

/// Bytes that grow, and are used again. Not thread-safe.
public final class Bytes {
  private static final int FIRST = 1 << 16;
  private static final int LONG_BYTES = 8;
  private static final int VARINT_MORE = 0x80;
  private static final int VARINT_BITS = 7;

  private byte[] array = new byte[FIRST];
  private int length;

  public void clear() {
    length = 0;
  }

  public int length() {
    return length;
  }

  /// The array, of which the first [#length] bytes count; not a copy.
  public byte[] array() {
    return array;
  }

  void room(int more) {
    if (array.length - length < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
    }
  }

  void u8(int value) {
    room(1);
    array[length++] = (byte) value;
  }

  /// Appends bytes.
  public void bytes(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, array, length, count);
    length += count;
  }

  void bytes(byte[] from) {
    bytes(from, 0, from.length);
  }

  void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      array[length++] = (byte) text.charAt(i);
    }
  }

  void varint(long value) {
    long left = value;
    while ((left & -VARINT_MORE) != 0) {
      u8((int) (left | VARINT_MORE));
      left >>>= VARINT_BITS;
    }
    u8((int) left);
  }

  static int varintBytes(long value) {
    return ((Long.SIZE - Long.numberOfLeadingZeros(value | 1)) + VARINT_BITS - 1) / VARINT_BITS;
  }

  /// Eight bytes, the lowest first.
  void fixed64(long value) {
    room(LONG_BYTES);
    for (int i = 0; i < LONG_BYTES; i++) {
      array[length++] = (byte) (value >>> (i * Byte.SIZE));
    }
  }
}
