package io.aramaki.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes protobuf messages field by field, and Snappy blocks, by the book: independent of what
/// reads them.
public final class Wire {
  private static final int LITERAL_MAX = 60;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static Wire message() {
    return new Wire();
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  private void raw(long number) {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  public Wire varint(int field, long number) {
    raw((long) field << 3);
    raw(number);
    return this;
  }

  public Wire fixed(int field, double number) {
    raw(((long) field << 3) | 1);
    out.writeBytes(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(Double.doubleToRawLongBits(number))
            .array());
    return this;
  }

  public Wire bytes(int field, byte[] bytes) {
    raw(((long) field << 3) | 2);
    raw(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  public Wire text(int field, String text) {
    return bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  public Wire nested(int field, Wire message) {
    return bytes(field, message.bytes());
  }

  public Wire packed(int field, List<Integer> numbers) {
    var list = new Wire();
    numbers.forEach(number -> list.raw(number));
    return bytes(field, list.bytes());
  }

  /// A label of remote_write 1.0.
  public static Wire label(String name, String value) {
    return message().text(1, name).text(2, value);
  }

  /// A sample of remote_write 1.0 and 2.0.
  public static Wire sample(double value, long time) {
    return message().fixed(1, value).varint(2, time);
  }

  /// A series of remote_write 1.0, whose labels are pairs of a name and a value.
  public static Wire series(String... labels) {
    var series = message();
    for (int i = 0; i < labels.length; i += 2) {
      series.nested(1, label(labels[i], labels[i + 1]));
    }
    return series;
  }

  /// A block of the Snappy format that has literals only.
  public static byte[] snappy(byte[] plain) {
    var block = new Wire();
    block.raw(plain.length);
    for (int from = 0; from < plain.length; from += LITERAL_MAX) {
      int length = Math.min(LITERAL_MAX, plain.length - from);
      block.out.write((length - 1) << 2);
      block.out.write(plain, from, length);
    }
    return block.bytes();
  }
}
