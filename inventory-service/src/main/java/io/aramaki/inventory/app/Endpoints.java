package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.run.RunWork;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.action.ActionEndpoint;
import io.aramaki.inventory.grpc.action.RunEndpoint;
import io.aramaki.inventory.grpc.agent.AgentEndpoint;
import io.aramaki.inventory.grpc.agent.EnrolmentEndpoint;
import io.aramaki.inventory.grpc.agent.TokenStrings;
import io.aramaki.inventory.grpc.audit.Anchors;
import io.aramaki.inventory.grpc.audit.AuditEndpoint;
import io.aramaki.inventory.grpc.control.ConnectedAgents;
import io.aramaki.inventory.grpc.control.ControlEndpoint;
import io.aramaki.inventory.grpc.control.Definitions;
import io.aramaki.inventory.grpc.key.KeyEndpoint;
import io.aramaki.inventory.grpc.people.LoginEndpoint;
import io.aramaki.inventory.grpc.people.UserEndpoint;
import io.aramaki.inventory.grpc.system.FactEndpoint;
import io.aramaki.inventory.grpc.system.SystemEndpoint;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.sign.InternalTokens;
import io.grpc.BindableService;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Every RPC of inventory, each wired to the part of the domain that it speaks for.
final class Endpoints {
  private final Inventory inventory;
  private final Names names;

  Endpoints(Inventory inventory) {
    this.inventory = inventory;
    this.names = inventory.names;
  }

  List<BindableService> all(
      TokenStrings tokenStrings,
      Anchors anchors,
      ConnectedAgents connected,
      Definitions definitions,
      RunWork work,
      Loop runLoop,
      Tracer tracer) {
    var clock = inventory.environment.clock();
    var mint =
        new InternalTokens.Mint(inventory.keys.tokenKey(), clock, new Secrets(inventory.random));
    return List.of(
        new SystemEndpoint(inventory.systems, names),
        new FactEndpoint(inventory.facts, inventory.systems, names),
        new AgentEndpoint(
            inventory.agents,
            inventory.enrolmentTokens,
            tokenStrings,
            inventory.revocations,
            names),
        new EnrolmentEndpoint(inventory.enrolments, inventory.renewals, inventory.keys, names),
        new KeyEndpoint(inventory.keys),
        new LoginEndpoint(inventory.logins, inventory.apiTokens, mint, names, clock),
        new UserEndpoint(inventory.users, inventory.apiTokens, inventory.roles, names),
        new ActionEndpoint(inventory.actions, names),
        new RunEndpoint(
            inventory.actions,
            inventory.runs,
            inventory.runOutput,
            inventory.runNews,
            run -> Thread.ofVirtual().name("dispatch").start(() -> work.tend(run)),
            names),
        new ControlEndpoint(
            inventory.agents,
            inventory.runs,
            inventory.facts,
            inventory.keys,
            definitions,
            connected,
            names,
            runLoop::wake,
            tracer,
            inventory.environment),
        new AuditEndpoint(inventory.auditRows, anchors, names));
  }

  /// Says to which system a resource belongs. A run belongs to the system for which it was asked,
  /// whatever becomes of its action.
  SystemOf systemOf() {
    return SystemOf.systems()
        .with(
            AgentId.COLLECTION,
            name -> id(name, AgentId::new).flatMap(inventory.agents::find).map(a -> in(a.system())))
        .with(
            ActionId.COLLECTION,
            name ->
                id(name, ActionId::new)
                    .flatMap(inventory.actions::find)
                    .map(action -> in(action.content().system())))
        .with(
            RunId.COLLECTION,
            name ->
                Names.run(name).flatMap(inventory.runs::find).map(run -> in(run.order().system())));
  }

  private <T> Optional<T> id(ResourceName name, Function<String, T> make) {
    return name.org().equals(names.org()) ? Optional.of(make.apply(name.id())) : Optional.empty();
  }

  private String in(SystemId system) {
    return system.in(names.org());
  }
}
