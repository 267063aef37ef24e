package io.aramaki.inventory.domain.role;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import java.util.Optional;

/// Gives a role over a subtree of systems to a user, or takes it away there.
///
/// @param user the user
/// @param role the role
/// @param top the system at the top of the subtree; empty for the whole organisation
/// @param deny true if it takes the role, and those that include it, away
public record RoleBinding(UserId user, Role role, Optional<SystemId> top, boolean deny) {

  /// Tells whether the other one speaks about the same user, role and subtree.
  public boolean isAbout(RoleBinding other) {
    return user.equals(other.user) && role == other.role && top.equals(other.top);
  }
}
