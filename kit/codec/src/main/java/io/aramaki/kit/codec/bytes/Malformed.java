package io.aramaki.kit.codec.bytes;

/// Bytes that are not what they should be. The message says what was wrong and where.
public final class Malformed extends RuntimeException {
  public Malformed(String message) {
    super(message);
  }
}
