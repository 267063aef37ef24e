package io.aramaki.agent.session;

/// A session is over; the agent will begin another one.
final class SessionEnded extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean wasOpen;

  /// @param wasOpen true if the server had answered
  SessionEnded(String reason, boolean wasOpen) {
    super(reason);
    this.wasOpen = wasOpen;
  }

  boolean wasOpen() {
    return wasOpen;
  }
}
