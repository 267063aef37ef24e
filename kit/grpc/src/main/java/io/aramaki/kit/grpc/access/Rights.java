package io.aramaki.kit.grpc.access;

import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one person may do: the roles, and the systems over which each is held. A role includes the
/// ones before it. Denials are already taken off and subtrees resolved, by inventory.
public final class Rights {
  /// No right at all.
  public static final Rights NONE = of(List.of());

  private final Role organisationWide;
  private final Map<Role, Set<String>> systems;

  private Rights(Role organisationWide, Map<Role, Set<String>> systems) {
    this.organisationWide = organisationWide;
    this.systems = systems;
  }

  /// Reads the rights as inventory sends them.
  public static Rights of(List<Right> rights) {
    Role widest = Role.ROLE_UNSPECIFIED;
    var systems = new EnumMap<Role, Set<String>>(Role.class);
    for (Right right : rights) {
      Role role = right.getRole();
      if (role == Role.ROLE_UNSPECIFIED || role == Role.UNRECOGNIZED) {
        continue;
      }
      if (right.getOrganisationWide()) {
        widest = role.getNumber() > widest.getNumber() ? role : widest;
      }
      for (Role included : Role.values()) {
        if (included != Role.UNRECOGNIZED && included.getNumber() <= role.getNumber()) {
          systems.computeIfAbsent(included, _ -> new HashSet<>()).addAll(right.getSystemsList());
        }
      }
    }
    return new Rights(widest, systems);
  }

  /// Tells whether the role is held for the whole organisation.
  public boolean organisationWide(Role role) {
    return role.getNumber() <= organisationWide.getNumber();
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
