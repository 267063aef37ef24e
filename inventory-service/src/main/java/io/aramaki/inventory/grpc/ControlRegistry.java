package io.aramaki.inventory.grpc;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.agent.v1.ControlHello;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.run.AgentConnections;
import io.aramaki.kit.grpc.StreamEnded;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agents that are connected to this instance, and what each of them holds.
public final class ControlRegistry implements AgentConnections {
  private static final Logger log = LoggerFactory.getLogger(ControlRegistry.class);

  private final Map<AgentId, ControlConnection> connections = new ConcurrentHashMap<>();
  private final Agents agents;
  private final Actions actions;
  private final KeySource keys;
  private final SigningKey actionKey;
  private final ActionMapper mapper;
  private final Names names;
  private final LongSupplier definitionsVersion;
  private final LongSupplier nanoTime;

  /// A registry without agents.
  ///
  /// @param org the organisation's id
  /// @param definitionsVersion grows whenever what an agent executes may have changed
  public ControlRegistry(
      Agents agents,
      Actions actions,
      KeySource keys,
      SigningKey actionKey,
      String org,
      LongSupplier definitionsVersion,
      LongSupplier nanoTime) {
    this.agents = agents;
    this.actions = actions;
    this.keys = keys;
    this.actionKey = actionKey;
    this.names = new Names(org);
    this.mapper = new ActionMapper(names);
    this.definitionsVersion = definitionsVersion;
    this.nanoTime = nanoTime;
  }

  @Override
  public Optional<ControlConnection> of(AgentId agent) {
    return Optional.ofNullable(connections.get(agent));
  }

  /// How many agents are connected.
  public int size() {
    return connections.size();
  }

  /// Takes a new stream of an agent; it replaces an older one.
  ControlConnection connect(
      AgentId agent, ControlHello hello, Set<RunId> journalled, StreamSink<ControlResponse> sink) {
    var connection =
        new ControlConnection(names, agent, hello.getBoot(), journalled, sink, actionKey, nanoTime);
    var set = keys.current();
    connection.sendKeySet(set);
    push(agent, connection);
    var before = connections.put(agent, connection);
    if (before != null) {
      before.end();
    }
    log.atInfo()
        .addKeyValue("agent", agent.value())
        .addKeyValue("version", hello.getAgentVersion())
        .log("agent is here");
    return connection;
  }

  void disconnect(AgentId agent, ControlConnection connection) {
    if (connections.remove(agent, connection)) {
      log.atInfo().addKeyValue("agent", agent.value()).log("agent is gone");
    }
  }

  /// Sends every agent the definitions that it does not hold yet; called now and then, since other
  /// instances change them, too.
  public void refresh() {
    connections.forEach((agent, connection) -> {
      try {
        connection.sendKeySet(keys.current());
        push(agent, connection);
      } catch (StreamEnded _) {
        disconnect(agent, connection);
      }
    });
  }

  private void push(AgentId id, ControlConnection connection) {
    var found = agents.find(id);
    if (found.isEmpty()) {
      return;
    }
    var executed = actions.executedBy(found.get());
    var set =
        ActionDefinitionSet.newBuilder()
            .setAgent(id.in(names.org()))
            .setVersion(definitionsVersion.getAsLong());
    executed.forEach(
        action -> set.addActions(ByteString.copyFrom(mapper.definition(action).toByteArray())));
    connection.sendDefinitions(set.build(), document -> Signatures.sign(actionKey, document));
  }
}
