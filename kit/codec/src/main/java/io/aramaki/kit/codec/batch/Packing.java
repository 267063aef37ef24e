package io.aramaki.kit.codec.batch;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.bytes.Malformed;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// How the whole content is packed: as it is, or deflated where that takes a good part away.
///
/// ```
/// 0 PLAIN     the content
/// 1 DEFLATED  varint length of the content, deflate stream (RFC 1951)
/// ```
final class Packing {
  private static final int PLAIN = 0;
  private static final int DEFLATED = 1;

  /// Shorter contents stay as they are.
  private static final int LENGTH_MIN = 256;

  /// Deflating must take at least this part away, or reading it is not worth its time: names do,
  /// packed columns do not.
  private static final double GAIN_MIN = 0.3;

  /// Nothing is deflated to a smaller part.
  private static final long RATIO_MAX = 1_032;

  private Packing() {}

  static byte[] close(ByteOutput content) {
    if (content.size() > BatchContent.BYTES_MAX) {
      throw new IllegalArgumentException(
          "a content has at most %d bytes, was %d"
              .formatted(BatchContent.BYTES_MAX, content.size()));
    }
    var out = new ByteOutput();
    if (content.size() >= LENGTH_MIN) {
      byte[] plain = content.toByteArray();
      byte[] deflated = new byte[(int) (plain.length * (1 - GAIN_MIN))];
      int length = deflate(plain, deflated);
      if (length > 0) {
        out.u8(DEFLATED);
        out.varint(plain.length);
        out.bytes(deflated, 0, length);
        return out.toByteArray();
      }
    }
    out.u8(PLAIN);
    out.append(content);
    return out.toByteArray();
  }

  /// @return the length; 0 if there is not room enough
  private static int deflate(byte[] plain, byte[] into) {
    try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(plain);
      deflater.finish();
      int length = deflater.deflate(into);
      return deflater.finished() ? length : 0;
    }
  }

  static ByteInput open(byte[] content) {
    var in = new ByteInput(content);
    int packing = in.u8();
    return switch (packing) {
      case PLAIN -> plain(in);
      case DEFLATED -> inflate(in, in.count(BatchContent.BYTES_MAX, "bytes of content"));
      default -> throw in.wrong("no content is packed by " + packing);
    };
  }

  private static ByteInput plain(ByteInput in) {
    if (in.remaining() > BatchContent.BYTES_MAX) {
      throw new Malformed(
          "a content has at most %d bytes, was %d"
              .formatted(BatchContent.BYTES_MAX, in.remaining()));
    }
    return in.fromHere();
  }

  private static ByteInput inflate(ByteInput in, int length) {
    byte[] deflated = in.rest();
    if (length > (deflated.length + 1L) * RATIO_MAX) {
      throw new Malformed("%d bytes cannot be deflated to %d".formatted(length, deflated.length));
    }
    byte[] plain = new byte[length];
    try (var inflater = new Inflater(true)) {
      inflater.setInput(deflated);
      int got = inflater.inflate(plain);
      if (got != length || !inflater.finished() || inflater.getRemaining() > 0) {
        throw new Malformed(
            "the deflated content has not the %d bytes that it says".formatted(length));
      }
      return new ByteInput(plain);
    } catch (DataFormatException e) {
      throw new Malformed("the content is no deflate stream: " + e.getMessage());
    }
  }
}
