package io.aramaki.inventory.domain.agent;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// For which systems an agent may report: its own and those for which it is proxy.
///
/// @param system the system that the agent's host is
/// @param proxySystems others, each once
/// @param version grows with every change, revocation included
public record SubjectSet(SystemId system, List<SystemId> proxySystems, long version) {
  public static final int PROXY_SYSTEMS_MAX = 1000;

  public SubjectSet {
    proxySystems = List.copyOf(proxySystems);
    if (proxySystems.size() > PROXY_SYSTEMS_MAX) {
      throw new Invalid(
          Kind.AGENT,
          "proxy_systems",
          "has " + proxySystems.size() + " entries, at most " + PROXY_SYSTEMS_MAX + " are allowed");
    }
    var seen = new HashSet<SystemId>();
    for (SystemId proxied : proxySystems) {
      if (proxied.equals(system) || !seen.add(proxied)) {
        throw new Invalid(
            Kind.AGENT, "proxy_systems", "names \"" + proxied + "\" twice; each system once");
      }
    }
  }

  public static SubjectSet first(SystemId system, List<SystemId> proxySystems) {
    return new SubjectSet(system, proxySystems, 1);
  }

  /// Answers the set that takes this one's place.
  public SubjectSet next(SystemId nextSystem, List<SystemId> nextProxySystems) {
    return new SubjectSet(nextSystem, nextProxySystems, version + 1);
  }

  public boolean contains(SystemId subject) {
    return system.equals(subject) || proxySystems.contains(subject);
  }

  /// Answers every system of the set, the agent's own first.
  public List<SystemId> systems() {
    var all = new ArrayList<SystemId>();
    all.add(system);
    all.addAll(proxySystems);
    return all;
  }
}
