package io.aramaki.gateway.domain.status;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The status of systems: the worst of a system's own checks and of all that it consists of,
/// directly or not.
///
/// The worst systems are spread to those that contain them first, so each is visited once, a circle
/// of systems ends by itself, and nothing gets better because something else got worse.
public final class Rollup {
  private final Map<String, Badness> own;
  private final Map<String, Badness> total;
  private final Map<String, Set<String>> causes;
  private final Map<String, Set<String>> parents;

  private Rollup(
      Map<String, Badness> own,
      Map<String, Badness> total,
      Map<String, Set<String>> causes,
      Map<String, Set<String>> parents) {
    this.own = own;
    this.total = total;
    this.causes = causes;
    this.parents = parents;
  }

  /// Computes the status of all systems.
  ///
  /// @param subsystems the direct subsystems of each system; those that are no key are nobody's
  ///   business here and count as nothing
  /// @param own the worst of each system's own checks; a system without checks may be missing
  public static Rollup of(Map<String, List<String>> subsystems, Map<String, Badness> own) {
    Map<String, Set<String>> parents = new HashMap<>();
    subsystems.forEach((system, parts) ->
        parts.stream()
            .filter(subsystems::containsKey)
            .forEach(part -> parents.computeIfAbsent(part, _ -> new TreeSet<>()).add(system)));
    Map<String, Badness> total = new HashMap<>();
    Map<String, Set<String>> causes = new HashMap<>();
    List<String> worstFirst =
        subsystems.keySet().stream()
            .sorted(
                Comparator.comparing((String system) -> own.getOrDefault(system, Badness.NONE))
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    for (String source : worstFirst) {
      spread(source, own.getOrDefault(source, Badness.NONE), parents, total, causes);
    }
    return new Rollup(Map.copyOf(own), total, causes, parents);
  }

  private static void spread(
      String source,
      Badness badness,
      Map<String, Set<String>> parents,
      Map<String, Badness> total,
      Map<String, Set<String>> causes) {
    Deque<String> open = new ArrayDeque<>(List.of(source));
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      String system = open.remove();
      Badness before = total.putIfAbsent(system, badness);
      boolean counts = before == null || (before == badness && badness.isProblem());
      if (counts && badness.isProblem()) {
        causes.computeIfAbsent(system, _ -> new TreeSet<>()).add(source);
      }
      if (counts) {
        for (String parent : parents.getOrDefault(system, Set.of())) {
          if (seen.add(parent)) {
            open.add(parent);
          }
        }
      }
    }
  }

  /// Answers how bad a system is with all that it consists of.
  public Badness total(String system) {
    return total.getOrDefault(system, Badness.NONE);
  }

  /// Answers how bad a system's own checks are.
  public Badness own(String system) {
    return own.getOrDefault(system, Badness.NONE);
  }

  /// Answers the systems whose own checks make this one as bad as it is; empty if it is no problem.
  public Collection<String> causes(String system) {
    return Set.copyOf(causes.getOrDefault(system, Set.of()));
  }

  /// Answers the systems that contain this one directly, by name.
  public List<String> parents(String system) {
    return List.copyOf(parents.getOrDefault(system, Set.of()));
  }

  /// Counts systems by status, the worst first; states without systems are left out.
  public Map<Badness, Integer> counts() {
    Map<Badness, Integer> counts = new LinkedHashMap<>();
    for (Badness badness : List.of(Badness.values()).reversed()) {
      int count = (int) total.values().stream().filter(badness::equals).count();
      if (count > 0) {
        counts.put(badness, count);
      }
    }
    return counts;
  }
}
