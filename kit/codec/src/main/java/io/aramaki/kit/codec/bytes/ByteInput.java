package io.aramaki.kit.codec.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Reads what [ByteOutput] wrote. Whatever the bytes are, a call ends with a value or with
/// [Malformed], and reserves no more memory than there are bytes.
public final class ByteInput {
  private static final int PAYLOAD_BITS = 7;
  private static final int MORE = 0x80;
  private static final int LAST_SHIFT = 63;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int begin;
  private final int limit;
  private int position;

  public ByteInput(byte[] bytes) {
    this(bytes, 0, 0, bytes.length);
  }

  private ByteInput(byte[] bytes, int begin, int from, int count) {
    this.bytes = bytes;
    this.begin = begin;
    this.position = Objects.checkFromIndexSize(from, count, bytes.length);
    this.limit = from + count;
  }

  /// How many bytes are before the next one, for messages.
  public int position() {
    return position - begin;
  }

  public int remaining() {
    return limit - position;
  }

  public int u8() {
    require(1);
    return bytes[position++] & 0xff;
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift <= LAST_SHIFT; shift += PAYLOAD_BITS) {
      int next = u8();
      if (shift == LAST_SHIFT && next > 1) {
        throw wrong("a varint has more than 64 bits");
      }
      value |= (long) (next & ~MORE) << shift;
      if ((next & MORE) == 0) {
        return value;
      }
    }
    throw wrong("a varint is longer than 10 bytes");
  }

  /// A varint that counts something.
  ///
  /// @param max the largest count that is taken
  /// @param what is counted, for the message
  public int count(int max, String what) {
    long value = varint();
    if (value < 0 || value > max) {
      throw wrong(
          "at most %d %s are taken, were %s".formatted(max, what, Long.toUnsignedString(value)));
    }
    return (int) value;
  }

  public long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  public long fixed64() {
    require(Long.BYTES);
    long value = (long) LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /// A text behind its length.
  ///
  /// @param max the largest length in bytes
  public String text(int max) {
    int length = count(max, "bytes of a text");
    require(length);
    try {
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, position, length))
              .toString();
      position += length;
      return text;
    } catch (CharacterCodingException _) {
      throw wrong("a text is not UTF-8");
    }
  }

  /// The next bytes as an input of their own.
  public ByteInput slice(int count) {
    require(count);
    var slice = new ByteInput(bytes, begin, position, count);
    position += count;
    return slice;
  }

  /// The same bytes from here on, for another reader.
  public ByteInput again() {
    return new ByteInput(bytes, begin, position, remaining());
  }

  /// What is left, with positions that count from here.
  public ByteInput fromHere() {
    return new ByteInput(bytes, position, position, remaining());
  }

  /// A copy of what is left.
  public byte[] rest() {
    var rest = Arrays.copyOfRange(bytes, position, limit);
    position = limit;
    return rest;
  }

  /// Numbers of a fixed width, packed bit by bit, the lowest first.
  ///
  /// @param width 0 to 56, or 64
  /// @param count how many there are in the first places of `into`
  void packed(int width, int count, long[] into) {
    if (width == 0) {
      Arrays.fill(into, 0, count, 0);
      return;
    }
    if (width == Long.SIZE) {
      require(Math.multiplyExact(count, Long.BYTES));
      for (int i = 0; i < count; i++) {
        into[i] = (long) LONGS.get(bytes, position + i * Long.BYTES);
      }
      position += count * Long.BYTES;
      return;
    }
    if (width > Packed.WIDTH_MAX) {
      throw wrong("a width is 0 to 56 or 64, was " + width);
    }
    int length = Packed.bytes(width, count);
    require(length);
    long mask = (1L << width) - 1;
    int whole = Math.min(count, wholeWords(width));
    long bit = 0;
    for (int i = 0; i < whole; i++) {
      into[i] = ((long) LONGS.get(bytes, position + (int) (bit >>> 3)) >>> (bit & 7)) & mask;
      bit += width;
    }
    for (int i = whole; i < count; i++) {
      into[i] = (wordAt(position + (int) (bit >>> 3), position + length) >>> (bit & 7)) & mask;
      bit += width;
    }
    position += length;
  }

  /// How many numbers begin so early that eight bytes can be read from there.
  private int wholeWords(int width) {
    long lastStart = remaining() - (long) Long.BYTES;
    return lastStart < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (lastStart * 8 + 7) / width + 1);
  }

  private long wordAt(int from, int end) {
    long word = 0;
    for (int i = Math.min(end, from + Long.BYTES) - 1; i >= from; i--) {
      word = (word << 8) | (bytes[i] & 0xff);
    }
    return word;
  }

  private void require(int count) {
    if (count > limit - position) {
      throw wrong("%d bytes are missing".formatted(count - (limit - position)));
    }
  }

  /// An error at this place.
  public Malformed wrong(String what) {
    return new Malformed("at byte %d: %s".formatted(position(), what));
  }
}
