package io.aramaki.kit.http.outbound;

/// There was no answer.
public abstract sealed class OutboundFailure extends RuntimeException {
  private final String reason;

  private OutboundFailure(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /// What happened, for people.
  public String reason() {
    return reason;
  }

  /// Nothing reached the server: it may be sent again.
  public static final class NotSent extends OutboundFailure {
    NotSent(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  /// The server may or may not have acted on it.
  public static final class NoAnswer extends OutboundFailure {
    NoAnswer(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
