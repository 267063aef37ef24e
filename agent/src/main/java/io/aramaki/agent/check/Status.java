package io.aramaki.agent.check;

/// The state that a check found, by the exit codes of the Monitoring Plugins guidelines.
public enum Status {
  OK,
  WARNING,
  CRITICAL,
  UNKNOWN;

  /// Answers the state of an exit code; everything outside 0 to 3 is UNKNOWN.
  public static Status ofExitCode(int code) {
    return switch (code) {
      case 0 -> OK;
      case 1 -> WARNING;
      case 2 -> CRITICAL;
      default -> UNKNOWN;
    };
  }
}
