package io.aramaki.inventory.domain.system;

import io.aramaki.inventory.domain.SystemId;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Who aggregates whom: a directed graph in which a system may have many parents and cycles are
/// legal. A subsystem that does not exist (any more) is passed over.
///
/// @param subsystems the direct subsystems of every system that exists
public record SystemGraph(Map<SystemId, List<SystemId>> subsystems) {
  public SystemGraph {
    subsystems = Map.copyOf(subsystems);
  }

  public boolean contains(SystemId system) {
    return subsystems.containsKey(system);
  }

  /// Answers every system that exists.
  public SortedSet<SystemId> systems() {
    return new TreeSet<>(subsystems.keySet());
  }

  /// Answers the system and everything below it. Each system is visited once, so a cycle ends; a
  /// system that does not exist has an empty subtree.
  public Set<SystemId> subtree(SystemId top) {
    var visited = new LinkedHashSet<SystemId>();
    var open = new ArrayDeque<SystemId>();
    open.add(top);
    while (!open.isEmpty()) {
      SystemId next = open.remove();
      if (contains(next) && visited.add(next)) {
        open.addAll(subsystems.getOrDefault(next, List.of()));
      }
    }
    return visited;
  }

  /// Answers the systems that name this one as a direct subsystem.
  public SortedSet<SystemId> parents(SystemId system) {
    return subsystems.entrySet().stream()
        .filter(entry -> entry.getValue().contains(system))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
