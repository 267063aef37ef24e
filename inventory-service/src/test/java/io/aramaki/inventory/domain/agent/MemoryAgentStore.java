package io.aramaki.inventory.domain.agent;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.VersionedMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps agents in memory.
public final class MemoryAgentStore implements AgentStore {
  private final VersionedMap<Agent> agents = new VersionedMap<>();
  private final AtomicLong placement = new AtomicLong();

  @Override
  public Optional<Agent> find(AgentId id) {
    return agents.find(id.value());
  }

  @Override
  public List<Agent> list(Optional<AgentId> after, int limit) {
    return agents.after(after.map(AgentId::value), limit);
  }

  @Override
  public List<Agent> of(SystemId system) {
    return agents.all().stream().filter(agent -> agent.system().equals(system)).toList();
  }

  @Override
  public boolean insert(Agent agent) {
    boolean inserted = agents.insert(agent.id().value(), agent);
    return inserted && placement.incrementAndGet() > 0;
  }

  @Override
  public boolean replace(Agent before, Agent next) {
    boolean replaced = agents.replace(next.id().value(), next, before::equals);
    if (replaced && !before.subjects().equals(next.subjects())) {
      placement.incrementAndGet();
    }
    return replaced;
  }

  @Override
  public long placementVersion() {
    return placement.get();
  }
}
