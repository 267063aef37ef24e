package io.aramaki.agent.spool.batch;

/// What a batch holds, which decides what may be given up when there is no room.
///
/// A batch never holds both, so that giving up metrics never touches a result and every batch
/// either arrives as it was written or is a [GapRange].
public enum BatchKind {
  /// Metric samples only; given up first.
  METRICS('m'),
  /// Check results, events, a goodbye; given up last.
  RESULTS('r');

  private final char suffix;

  BatchKind(char suffix) {
    this.suffix = suffix;
  }

  /// The last letter of the names of the segment files.
  public char suffix() {
    return suffix;
  }
}
