package io.aramaki.kit.grpc.access;

import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one person may do: the roles, and the systems over which each is held. An operator is also
/// viewer and writer, an administrator all three; a viewer may not write and a writer not see.
/// Denials are already taken off and subtrees resolved, by inventory.
public final class Rights {
  /// No right at all.
  public static final Rights NONE = of(List.of());

  private final Set<Role> organisationWide;
  private final Map<Role, Set<String>> systems;

  private Rights(Set<Role> organisationWide, Map<Role, Set<String>> systems) {
    this.organisationWide = organisationWide;
    this.systems = systems;
  }

  /// Reads the rights as inventory sends them.
  public static Rights of(List<Right> rights) {
    var widest = EnumSet.noneOf(Role.class);
    var systems = new EnumMap<Role, Set<String>>(Role.class);
    for (Right right : rights) {
      for (Role included : included(right.getRole())) {
        if (right.getOrganisationWide()) {
          widest.add(included);
        }
        systems.computeIfAbsent(included, _ -> new HashSet<>()).addAll(right.getSystemsList());
      }
    }
    return new Rights(widest, systems);
  }

  /// Answers a role and those that it includes.
  private static Set<Role> included(Role role) {
    return switch (role) {
      case ROLE_UNSPECIFIED, UNRECOGNIZED -> Set.of();
      case VIEWER, WRITER -> Set.of(role);
      case OPERATOR -> Set.of(Role.OPERATOR, Role.VIEWER, Role.WRITER);
      case ADMIN -> Set.of(Role.ADMIN, Role.OPERATOR, Role.VIEWER, Role.WRITER);
    };
  }

  /// Tells whether the role is held for the whole organisation.
  public boolean organisationWide(Role role) {
    return organisationWide.contains(role);
  }

  /// Tells whether the role is held for a system.
  ///
  /// @param system the resource name `orgs/{org}/systems/{system}`
  public boolean over(Role role, String system) {
    return organisationWide(role) || named(role).contains(system);
  }

  /// Tells whether the role is held for any system.
  public boolean anywhere(Role role) {
    return organisationWide(role) || !named(role).isEmpty();
  }

  /// Answers the systems that are named one by one, beside what is held organisation-wide.
  public Set<String> systems(Role role) {
    return Set.copyOf(named(role));
  }

  private Set<String> named(Role role) {
    return systems.getOrDefault(role, Set.of());
  }
}
