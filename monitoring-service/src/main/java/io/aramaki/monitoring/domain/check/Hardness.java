package io.aramaki.monitoring.domain.check;

/// Whether a state notifies: only HARD ones do.
public enum Hardness {
  /// Not OK, but not often enough in a row.
  SOFT,
  /// Confirmed, or OK.
  HARD
}
