package io.aramaki.inventory.domain.run.agent;

import io.aramaki.inventory.domain.AgentId;
import java.util.Optional;

/// The agents that are connected to this instance.
@FunctionalInterface
public interface AgentConnections {
  Optional<? extends AgentConnection> of(AgentId agent);
}
