package io.aramaki.monitoring.domain.check;

/// The status of a check.
public enum Status {
  /// No result yet.
  NONE,
  OK,
  WARNING,
  CRITICAL,
  UNKNOWN;

  /// Tells whether this is a result that is not OK.
  public boolean isProblem() {
    return this != NONE && this != OK;
  }
}
