package io.aramaki.inventory.domain.role;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.system.SystemGraph;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Where a user holds which role, denials taken off and subtrees resolved.
///
/// A role is held for a system if some binding gives it, or a role that includes it, there, and no
/// denial takes it, or a role that it includes, away there: who may not see may not operate, and
/// not write either. A role is held for the whole organisation if it is given there and denied
/// nowhere.
///
/// @param held by role; a role that is held nowhere is absent
public record Rights(Map<Role, Held> held) {
  public Rights {
    held = Map.copyOf(held);
  }

  /// Where one role is held.
  ///
  /// @param organisationWide true for the whole organisation, systems to come included
  /// @param systems otherwise the systems
  public record Held(boolean organisationWide, SortedSet<SystemId> systems) {}

  /// Answers the rights that follow from the bindings of one user.
  public static Rights of(List<RoleBinding> bindings, SystemGraph graph) {
    var held = new EnumMap<Role, Held>(Role.class);
    for (Role role : Role.values()) {
      held(role, bindings, graph).ifPresent(where -> held.put(role, where));
    }
    return new Rights(held);
  }

  private static Optional<Held> held(Role role, List<RoleBinding> bindings, SystemGraph graph) {
    List<RoleBinding> given =
        bindings.stream()
            .filter(binding -> !binding.deny() && binding.role().includes(role))
            .toList();
    List<RoleBinding> denied =
        bindings.stream()
            .filter(binding -> binding.deny() && role.endsWith(binding.role()))
            .toList();
    boolean everywhere = given.stream().anyMatch(binding -> binding.top().isEmpty());
    if (everywhere && denied.isEmpty()) {
      return Optional.of(new Held(true, new TreeSet<>()));
    }
    SortedSet<SystemId> systems = covered(given, graph);
    systems.removeAll(covered(denied, graph));
    return systems.isEmpty() ? Optional.empty() : Optional.of(new Held(false, systems));
  }

  private static SortedSet<SystemId> covered(List<RoleBinding> bindings, SystemGraph graph) {
    var systems = new TreeSet<SystemId>();
    for (RoleBinding binding : bindings) {
      systems.addAll(binding.top().map(graph::subtree).orElseGet(graph::systems));
    }
    return systems;
  }
}
