package io.aramaki.gateway.domain.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Unpacks gzip, taking memory as it grows.
public final class Gzip {
  private static final int STEP = 64 << 10;

  private Gzip() {}

  /// Unpacks a body.
  ///
  /// @param max how long it may be unpacked
  /// @param share from which the memory is taken before it is used
  /// @throws WriteRefused if it is not gzip, or too long
  public static byte[] unpack(byte[] body, int max, Room.Share share) {
    var out = new ByteArrayOutputStream();
    var step = new byte[STEP];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), STEP)) {
      for (int got = in.read(step); got >= 0; got = in.read(step)) {
        if (out.size() + got > max) {
          throw WriteRefused.tooLarge("the body is more than %d bytes unpacked".formatted(max));
        }
        share.take(got);
        out.write(step, 0, got);
      }
    } catch (IOException e) {
      throw WriteRefused.malformed("the body is not gzip: " + e.getMessage());
    }
    return out.toByteArray();
  }
}
