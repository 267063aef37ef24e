package io.aramaki.gateway.domain.frame;

import io.aramaki.gateway.domain.session.Refusal;

/// A peer sent bytes that are no gRPC frame, or one that is too long.
public final class MalformedFrame extends RuntimeException {
  private final transient Refusal refusal;

  private MalformedFrame(Refusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  static MalformedFrame invalid(String message) {
    return new MalformedFrame(new Refusal(Refusal.Code.INVALID_ARGUMENT, "INVALID_FRAME", message));
  }

  static MalformedFrame tooLong(long length, int max) {
    return new MalformedFrame(
        new Refusal(
            Refusal.Code.RESOURCE_EXHAUSTED,
            "MESSAGE_TOO_LARGE",
            "a message of " + length + " bytes is longer than the limit of " + max + " bytes"));
  }

  /// Answers what the peer is told.
  public Refusal refusal() {
    return refusal;
  }
}
