package io.aramaki.monitoring.domain.promql.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Bodies of the remote write protocol 1.0: a `WriteRequest` in Snappy blocks that consist of
/// literals only.
public final class RemoteWrite {
  private static final int LITERAL_MOST = 65_536;

  private RemoteWrite() {}

  /// The samples of all series from one time, included, to another, not included.
  public static byte[] body(List<PeerSeries> series, long from, long to) {
    var request = new ByteArrayOutputStream();
    for (var one : series) {
      var samples = one.samples().subMap(from, to);
      if (samples.isEmpty()) {
        continue;
      }
      var message = new ByteArrayOutputStream();
      one.labels().forEach((name, value) -> message(message, 1, label(name, value)));
      samples.forEach((time, value) -> message(message, 2, sample(value, time)));
      message(request, 1, message.toByteArray());
    }
    return literals(request.toByteArray());
  }

  private static byte[] label(String name, String value) {
    var label = new ByteArrayOutputStream();
    message(label, 1, name.getBytes(StandardCharsets.UTF_8));
    message(label, 2, value.getBytes(StandardCharsets.UTF_8));
    return label.toByteArray();
  }

  private static byte[] sample(double value, long time) {
    var sample = new ByteArrayOutputStream();
    sample.write((1 << 3) | 1);
    sample.writeBytes(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(Double.doubleToRawLongBits(value))
            .array());
    sample.write(2 << 3);
    varint(sample, time);
    return sample.toByteArray();
  }

  private static void message(ByteArrayOutputStream out, int field, byte[] content) {
    out.write((field << 3) | 2);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static byte[] literals(byte[] content) {
    var out = new ByteArrayOutputStream();
    varint(out, content.length);
    for (int at = 0; at < content.length; at += LITERAL_MOST) {
      int length = Math.min(LITERAL_MOST, content.length - at);
      out.write(61 << 2);
      out.write((length - 1) & 0xff);
      out.write((length - 1) >> 8);
      out.write(content, at, length);
    }
    return out.toByteArray();
  }
}
