package io.aramaki.inventory.domain.role;

/// What somebody may do, each role including the one before.
public enum Role {
  /// Sees.
  VIEWER,
  /// Acknowledges, silences, comments, runs actions.
  OPERATOR,
  /// Declares systems, checks and actions, enrols agents, manages users.
  ADMIN;

  boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
