package io.aramaki.inventory.domain.timeline;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.timeline.TimelineEntry.Kind;
import java.time.Instant;

/// Words what happens in the inventory as entries of the timeline and puts them into the outbox.
public final class Timeline {
  private static final String WARNING = "warning";

  private final String org;
  private final Outbox outbox;

  public Timeline(String org, Outbox outbox) {
    this.org = org;
    this.outbox = outbox;
  }

  public void put(TimelineEntry entry) {
    outbox.put(entry);
  }

  /// Records that a system was created, changed or deleted.
  ///
  /// @param state differs for every state that the system had
  public void systemChanged(
      SystemId system, String state, String summary, Instant time, Change change) {
    put(
        new TimelineEntry(
            "inventory/system/" + system + "/" + state,
            system,
            Kind.INVENTORY,
            time,
            summary,
            change.actor(),
            system.in(org),
            "",
            change.trace()));
  }

  public void actionChanged(
      ActionId action, SystemId system, String state, String what, Instant time, Change change) {
    put(
        new TimelineEntry(
            "inventory/action/" + action + "/" + state,
            system,
            Kind.INVENTORY,
            time,
            "action " + action + " " + what,
            change.actor(),
            action.in(org),
            "",
            change.trace()));
  }

  /// Records that an agent was enrolled, changed or revoked.
  ///
  /// @param state differs for every change of the agent
  public void agentChanged(
      AgentId agent, SystemId system, String state, String summary, Instant time, Change change) {
    put(agentEntry(agent, system, state, summary, time, "", change));
  }

  /// Records that somebody tried what they must not.
  public void security(
      AgentId agent, SystemId system, String state, String summary, Instant time, Change change) {
    put(agentEntry(agent, system, state, "SECURITY: " + summary, time, WARNING, change));
  }

  private TimelineEntry agentEntry(
      AgentId agent,
      SystemId system,
      String state,
      String summary,
      Instant time,
      String severity,
      Change change) {
    return new TimelineEntry(
        "inventory/agent/" + agent + "/" + state,
        system,
        Kind.AGENT,
        time,
        summary,
        change.actor(),
        agent.in(org),
        severity,
        change.trace());
  }
}
