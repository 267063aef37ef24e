package io.aramaki.inventory.grpc.control;

import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.ControlSessionServiceGrpc.ControlSessionServiceImplBase;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.error.Errors;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Tracer;

/// `ControlSessionService`.
public final class ControlEndpoint extends ControlSessionServiceImplBase {
  private final ControlParts parts;

  /// @param arrived called when an agent has connected, so that what waits for it is sent
  public ControlEndpoint(
      Agents agents,
      Runs runs,
      Facts facts,
      OrganisationKeys keys,
      Definitions definitions,
      ConnectedAgents connected,
      Names names,
      Runnable arrived,
      Tracer tracer,
      Environment environment) {
    this.parts =
        new ControlParts(
            agents,
            runs,
            new FactReports(facts, agents, names, environment.clock()),
            keys,
            definitions,
            new Dispatches(keys, names, tracer),
            connected,
            names,
            arrived,
            environment.nanoTime());
  }

  @Override
  public StreamObserver<ControlRequest> control(StreamObserver<ControlResponse> observer) {
    String name = Caller.current().name();
    AgentId agent = parts.names().agent(name);
    if (parts.agents().find(agent).map(Agent::isRevoked).orElse(true)) {
      throw Errors.of(
          Code.PERMISSION_DENIED, "AGENT_REVOKED", "the agent is revoked or was never enrolled");
    }
    return new ControlSession(
        agent, name, parts, new Outgoing(ServerStreams.sink(observer), agent.value()));
  }
}
