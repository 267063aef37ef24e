package io.aramaki.gateway.domain.frame;

import java.util.function.Consumer;

/// Follows one direction of a gRPC stream chunk by chunk: finds where messages begin and end,
/// refuses what is no frame, and keeps at most a frame's five-byte prefix. The bytes themselves are
/// passed on by somebody else, as they came.
///
/// ```
/// +------------+-------------------+----------------+
/// | flag: 0, 1 | length, 4 bytes   | message        |   again and again
/// +------------+-------------------+----------------+
/// ```
public final class FrameReader {
  private static final int PREFIX = 5;

  private final boolean compressed;
  private final int messageBytesMax;
  private final Consumer<Envelope> ended;
  private final EnvelopeScan scan;
  private final byte[] prefix = new byte[PREFIX];
  private int prefixFilled;
  private int length;
  private int left;

  /// @param compressed whether the stream declared a compression other than `identity`
  /// @param batches whether messages of this direction may carry batches
  /// @param messageBytesMax the longest message
  /// @param ended told of each message when its last byte has been read
  public FrameReader(
      boolean compressed, boolean batches, int messageBytesMax, Consumer<Envelope> ended) {
    this.compressed = compressed;
    this.messageBytesMax = messageBytesMax;
    this.ended = ended;
    this.scan = new EnvelopeScan(batches);
  }

  /// Reads on.
  ///
  /// @throws MalformedFrame if a frame begins that may not be passed on
  public void read(Octets chunk) {
    int at = 0;
    while (at < chunk.length()) {
      if (prefixFilled < PREFIX) {
        prefix[prefixFilled++] = chunk.at(at++);
        if (prefixFilled == PREFIX) {
          begin();
        }
      } else {
        int step = Math.min(left, chunk.length() - at);
        scan.walk(chunk, at, at + step);
        at += step;
        left -= step;
        endIfRead();
      }
    }
  }

  /// The stream ends here.
  ///
  /// @throws MalformedFrame if that is in the middle of a frame
  public void end() {
    if (prefixFilled > 0) {
      throw MalformedFrame.invalid(
          "the stream ended within a frame: "
              + (prefixFilled < PREFIX
                  ? prefixFilled + " of " + PREFIX + " bytes of its prefix"
                  : (length - left) + " of " + length + " bytes of its message"));
    }
  }

  private void begin() {
    int flag = prefix[0] & 0xFF;
    if (flag > 1) {
      throw MalformedFrame.invalid("a frame's first byte is 0 or 1, not " + flag);
    }
    if (flag == 1 && !compressed) {
      throw MalformedFrame.invalid("a frame is compressed, but the stream has no grpc-encoding");
    }
    long said = 0;
    for (int i = 1; i < PREFIX; i++) {
      said = (said << 8) | (prefix[i] & 0xFF);
    }
    if (said > messageBytesMax) {
      throw MalformedFrame.tooLong(said, messageBytesMax);
    }
    length = (int) said;
    left = length;
    scan.begin();
    if (flag == 1) {
      scan.lookAway();
    }
    endIfRead();
  }

  private void endIfRead() {
    if (left == 0) {
      prefixFilled = 0;
      ended.accept(scan.end(length));
    }
  }
}
