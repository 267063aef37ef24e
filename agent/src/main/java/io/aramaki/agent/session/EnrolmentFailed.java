package io.aramaki.agent.session;

/// Inventory, or the gateway before it, gave no certificate.
public final class EnrolmentFailed extends Exception {
  private static final long serialVersionUID = 1L;

  EnrolmentFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
