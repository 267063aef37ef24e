package io.aramaki.inventory.domain.role;

/// What somebody may do. An operator is also viewer and writer, an administrator all three.
public enum Role {
  /// Sees.
  VIEWER,
  /// Acknowledges, silences, comments, runs actions.
  OPERATOR,
  /// Declares systems, checks and actions, enrols agents, manages users.
  ADMIN,
  /// Writes samples and sees nothing: for programs that send metrics.
  WRITER;

  boolean includes(Role other) {
    return switch (this) {
      case VIEWER, WRITER -> this == other;
      case OPERATOR -> other != ADMIN;
      case ADMIN -> true;
    };
  }

  /// Tells whether somebody to whom a role is denied may not have this one either. Who may not see
  /// may not write, or a denial would leave a part of what an administrator may do.
  boolean endsWith(Role denied) {
    return includes(denied) || denied == VIEWER;
  }
}
