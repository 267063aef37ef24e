package io.aramaki.inventory.grpc.control;

import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.inventory.domain.action.Action;
import io.aramaki.inventory.domain.action.ActionStore;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.AgentStore;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.action.ActionMapper;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.type.v1.SignedDocument;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Signs for each agent the actions that it may be asked to execute.
///
/// Which those are follows from the definitions and from where agents stand. Both are counted by
/// numbers that only grow, so their sum is a version that grows with every change.
public final class Definitions {
  private final ActionStore actionStore;
  private final AgentStore agentStore;
  private final Actions actions;
  private final OrganisationKeys keys;
  private final Names names;
  private final ActionMapper mapper;
  private volatile Cached cached = new Cached(-1, List.of());

  /// All definitions as they were at a version.
  private record Cached(long definitionsVersion, List<Action> actions) {}

  public Definitions(
      ActionStore actionStore,
      AgentStore agentStore,
      Actions actions,
      OrganisationKeys keys,
      Names names) {
    this.actionStore = actionStore;
    this.agentStore = agentStore;
    this.actions = actions;
    this.keys = keys;
    this.names = names;
    this.mapper = new ActionMapper(names);
  }

  /// The definitions of one agent.
  ///
  /// @param version grows with every change
  /// @param signed a signed `ActionDefinitionSet`
  /// @param sha256 names each definition, as dispatches do
  record DefinitionSet(long version, SignedDocument signed, Set<String> sha256) {}

  /// Answers the version of what [#of] would answer now, or of something older.
  public long version() {
    return actionStore.definitionsVersion() + agentStore.placementVersion();
  }

  /// Answers the definitions of an agent. The version is read first: if something changes in
  /// between, the set is newer than it says, and is sent again.
  DefinitionSet of(Agent agent) {
    long definitionsVersion = actionStore.definitionsVersion();
    long version = definitionsVersion + agentStore.placementVersion();
    List<Action> executed =
        all(definitionsVersion).stream()
            .filter(action -> Actions.isExecutedBy(agent, action.content()))
            .toList();
    ActionDefinitionSet set =
        ActionDefinitionSet.newBuilder()
            .setAgent(agent.id().in(names.org()))
            .setVersion(version)
            .addAllActions(executed.stream().map(mapper::definition).toList())
            .build();
    return new DefinitionSet(
        version,
        Signatures.sign(keys.actionKey(), set),
        executed.stream().map(mapper::sha256).collect(Collectors.toUnmodifiableSet()));
  }

  /// Many agents connect at once after a pause: they share one reading.
  private List<Action> all(long definitionsVersion) {
    Cached known = cached;
    if (known.definitionsVersion() != definitionsVersion) {
      known = new Cached(definitionsVersion, actions.all());
      cached = known;
    }
    return known.actions();
  }
}
