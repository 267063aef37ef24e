package io.aramaki.gateway.domain.write;

/// A request with samples is not taken, whole. The message says what was wrong and what would be
/// right.
public final class WriteRefused extends RuntimeException {
  private final Kind kind;

  /// Why.
  public enum Kind {
    /// Its bytes are not what they should be.
    MALFORMED,
    /// It is more than one request may be.
    TOO_LARGE,
    /// It is of a kind that is not taken.
    UNSUPPORTED,
    /// There is no room now.
    BUSY
  }

  public WriteRefused(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static WriteRefused malformed(String message) {
    return new WriteRefused(Kind.MALFORMED, message);
  }

  static WriteRefused tooLarge(String message) {
    return new WriteRefused(Kind.TOO_LARGE, message);
  }

  public Kind kind() {
    return kind;
  }

  /// The message; there always is one.
  public String text() {
    return String.valueOf(getMessage());
  }
}
