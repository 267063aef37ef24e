package io.aramaki.kit.codec.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that are being written; grows as needed. Numbers of fixed length are little-endian.
public final class ByteOutput {
  private static final int FIRST_CAPACITY = 256;
  private static final int VARINT_BYTES_MAX = 10;
  private static final int PAYLOAD_BITS = 7;
  private static final int MORE = 0x80;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  public int size() {
    return size;
  }

  /// Forgets what was written after this size.
  public void truncate(int to) {
    if (to < 0 || to > size) {
      throw new IllegalArgumentException("size is " + size + ", cannot become " + to);
    }
    size = to;
  }

  public void u8(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /// A number without sign, seven bits a byte, the lowest first: 1 to 10 bytes.
  public void varint(long value) {
    ensure(VARINT_BYTES_MAX);
    long rest = value;
    while ((rest & -MORE) != 0) {
      bytes[size++] = (byte) (rest | MORE);
      rest >>>= PAYLOAD_BITS;
    }
    bytes[size++] = (byte) rest;
  }

  /// A number with sign as varint: 0, -1, 1, -2 become 0, 1, 2, 3.
  public void zigzag(long value) {
    varint((value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  public void fixed64(long value) {
    ensure(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  public void bytes(byte[] source, int from, int count) {
    ensure(count);
    System.arraycopy(source, from, bytes, size, count);
    size += count;
  }

  /// A text as UTF-8 behind its length in bytes.
  ///
  /// @param max the largest length in bytes
  /// @throws IllegalArgumentException if it is longer, or has half a surrogate pair
  public void text(String text, int max) {
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      if (utf8.remaining() > max) {
        throw new IllegalArgumentException(
            "a text has at most %d bytes, was %d".formatted(max, utf8.remaining()));
      }
      int length = utf8.remaining();
      varint(length);
      ensure(length);
      utf8.get(bytes, size, length);
      size += length;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text has half a surrogate pair", e);
    }
  }

  /// Numbers of a fixed width, bit by bit, the lowest first; bits above the width are left out.
  void packed(int width, long[] values, int count) {
    if (width == Long.SIZE) {
      for (int i = 0; i < count; i++) {
        fixed64(values[i]);
      }
      return;
    }
    ensure(Packed.bytes(width, count) + Long.BYTES);
    long mask = (1L << width) - 1;
    long waiting = 0;
    int bits = 0;
    for (int i = 0; i < count; i++) {
      waiting |= (values[i] & mask) << bits;
      bits += width;
      while (bits >= Byte.SIZE) {
        bytes[size++] = (byte) waiting;
        waiting >>>= Byte.SIZE;
        bits -= Byte.SIZE;
      }
    }
    if (bits > 0) {
      bytes[size++] = (byte) waiting;
    }
  }

  /// Appends what another one holds.
  public void append(ByteOutput other) {
    bytes(other.bytes, 0, other.size);
  }

  /// A copy of what was written.
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /// How long a varint is.
  public static int varintSize(long value) {
    return Math.max(
        1, (Long.SIZE - Long.numberOfLeadingZeros(value) + PAYLOAD_BITS - 1) / PAYLOAD_BITS);
  }

  /// How long a number with sign is as varint.
  public static int zigzagSize(long value) {
    return varintSize((value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
