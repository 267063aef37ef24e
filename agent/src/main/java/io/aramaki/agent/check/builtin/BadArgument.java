package io.aramaki.agent.check.builtin;

/// An argument of a built-in check is wrong; the message is the check's output.
final class BadArgument extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  BadArgument(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
