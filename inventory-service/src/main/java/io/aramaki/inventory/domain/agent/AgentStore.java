package io.aramaki.inventory.domain.agent;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import java.util.List;
import java.util.Optional;

/// Where agents are kept. Writes are conditional, so of two that collide one is told.
public interface AgentStore {
  Optional<Agent> find(AgentId id);

  /// Answers agents by id, those after the given one.
  List<Agent> list(Optional<AgentId> after, int limit);

  /// Answers the agents whose own system this is, revoked ones included.
  List<Agent> of(SystemId system);

  /// Answers false, and changes nothing, if the id is taken.
  boolean insert(Agent agent);

  /// Answers false, and changes nothing, unless `before` is kept.
  boolean replace(Agent before, Agent next);

  /// Answers a number that has grown whenever an agent was enrolled, moved to another system or
  /// revoked since it was last asked for.
  long placementVersion();
}
