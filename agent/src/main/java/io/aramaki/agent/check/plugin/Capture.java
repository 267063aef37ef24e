package io.aramaki.agent.check.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The beginning of what a process prints on one stream; the rest is read and dropped, so that the
/// process is not held up.
///
/// It only reads what is there already. A read that waits could not be given up when a descendant
/// keeps the pipe open after the process itself has ended.
final class Capture {
  private static final int FIRST_BYTES = 1024;

  private final InputStream in;
  private final int maxBytes;
  private byte[] kept = new byte[FIRST_BYTES];
  private int length;
  private long total;
  private final byte[] chunk;

  /// @param chunk where bytes are read to; may be shared with another capture of the same thread
  Capture(InputStream in, int maxBytes, byte[] chunk) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.chunk = chunk;
  }

  /// Reads what is there.
  ///
  /// @return true if there was something
  boolean drain() {
    try {
      long before = total;
      // A process that prints as fast as it is read must not keep us here.
      for (int i = 0; i < 16 && in.available() > 0; i++) {
        int n = in.read(chunk, 0, Math.min(in.available(), chunk.length));
        if (n <= 0) {
          break;
        }
        keep(n);
      }
      return total > before;
    } catch (IOException _) {
      return false;
    }
  }

  private void keep(int n) {
    total += n;
    int wanted = Math.min(n, maxBytes - length);
    if (wanted > 0) {
      if (length + wanted > kept.length) {
        kept = Arrays.copyOf(kept, Math.min(maxBytes, Math.max(length + wanted, kept.length * 2)));
      }
      System.arraycopy(chunk, 0, kept, length, wanted);
      length += wanted;
    }
  }

  long totalBytes() {
    return total;
  }

  boolean isCut() {
    return total > length;
  }

  String text() {
    return OutputText.of(kept, length);
  }
}
