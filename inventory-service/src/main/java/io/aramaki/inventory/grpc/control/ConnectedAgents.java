package io.aramaki.inventory.grpc.control;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.run.agent.AgentConnections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control sessions of this instance, one for each agent.
public final class ConnectedAgents implements AgentConnections {
  private static final Logger log = LoggerFactory.getLogger(ConnectedAgents.class);

  private final Map<AgentId, ControlSession> sessions = new ConcurrentHashMap<>();

  @Override
  public Optional<ControlSession> of(AgentId agent) {
    return Optional.ofNullable(sessions.get(agent));
  }

  /// Answers how many agents are connected here.
  public int count() {
    return sessions.size();
  }

  /// Sends every agent that holds an older key set the one in force.
  public void refreshKeys() {
    each(ControlSession::refreshKeys);
  }

  /// Sends definitions to the agents for which they changed. Costs a read for each agent.
  public void refreshDefinitions() {
    each(ControlSession::refreshDefinitions);
  }

  private void each(Consumer<ControlSession> task) {
    for (ControlSession session : List.copyOf(sessions.values())) {
      try {
        task.accept(session);
      } catch (RuntimeException e) {
        log.atWarn().addKeyValue("agent", session.agent()).setCause(e).log("not refreshed");
      }
    }
  }

  /// Registers a session; the one that the agent had before ends.
  void add(ControlSession session) {
    ControlSession before = sessions.put(session.agent(), session);
    if (before != null && !before.equals(session)) {
      before.replaced();
    }
  }

  void remove(ControlSession session) {
    boolean _ = sessions.remove(session.agent(), session);
  }
}
