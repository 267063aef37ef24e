package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.role.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what else refers to a system, so that nobody deletes it from under somebody's feet.
final class SystemReferrers {
  private static final int PAGE = 1000;

  private final Agents agents;
  private final Actions actions;
  private final Roles roles;

  SystemReferrers(Agents agents, Actions actions, Roles roles) {
    this.agents = agents;
    this.actions = actions;
    this.roles = roles;
  }

  /// Answers agents that may still connect, actions and role bindings, for people.
  List<String> of(SystemId system) {
    var referrers = new ArrayList<String>();
    Optional<AgentId> after = Optional.empty();
    do {
      Page<Agent> page = agents.list(after, PAGE);
      page.items().stream()
          .filter(agent -> !agent.isRevoked() && agent.subjects().contains(system))
          .forEach(agent -> referrers.add("agent " + agent.id()));
      after = page.next().map(AgentId::new);
    } while (after.isPresent());
    actions.all().stream()
        .filter(action -> action.content().system().equals(system))
        .forEach(action -> referrers.add("action " + action.id()));
    roles.list(Optional.empty()).stream()
        .filter(binding -> binding.top().filter(system::equals).isPresent())
        .forEach(binding -> referrers.add("a role of user " + binding.user()));
    return referrers;
  }
}
