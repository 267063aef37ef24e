package io.aramaki.inventory.domain.action;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.timeline.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Keeps action definitions: the only writer of [ActionStore].
public final class Actions {
  public static final int ACTIONS_MAX = 5000;
  private static final Duration FULL_RETRY = Duration.ofMinutes(1);

  private final ActionStore store;
  private final Agents agents;
  private final Predicate<SystemId> systemExists;
  private final Timeline timeline;
  private final Clock clock;

  public Actions(
      ActionStore store,
      Agents agents,
      Predicate<SystemId> systemExists,
      Timeline timeline,
      Clock clock) {
    this.store = store;
    this.agents = agents;
    this.systemExists = systemExists;
    this.timeline = timeline;
    this.clock = clock;
  }

  public Action get(ActionId id) {
    return find(id).orElseThrow(() -> new NotFound(Kind.ACTION, id));
  }

  public Optional<Action> find(ActionId id) {
    return store.find(id);
  }

  public Page<Action> list(Optional<ActionId> after, int size) {
    return Page.cut(store.list(after, size + 1), size, action -> action.id().value());
  }

  public List<Action> all() {
    return store.list(Optional.empty(), ACTIONS_MAX);
  }

  /// Tells whether an agent may be asked to execute an action: it is the named one, or the action
  /// is of its own system and names none.
  public static boolean isExecutedBy(Agent agent, ActionContent content) {
    return content.agent().isPresent()
        ? content.agent().get().equals(agent.id()) && agent.subjects().contains(content.system())
        : content.system().equals(agent.system());
  }

  /// Creates an action, or answers the one that the same `requestId` created.
  public Action create(ActionId id, ActionContent content, String requestId, Change change) {
    requireReferences(content);
    if (all().size() >= ACTIONS_MAX) {
      throw new OverCapacity("actions", ACTIONS_MAX, FULL_RETRY);
    }
    Instant now = now();
    var action = new Action(id, content, now, now, 1, requestId);
    if (!store.insert(action)) {
      return store
          .find(id)
          .filter(kept -> !requestId.isEmpty() && kept.requestId().equals(requestId))
          .orElseThrow(() -> new AlreadyExists(Kind.ACTION, id));
    }
    timeline.actionChanged(id, content.system(), action.etag(), "created", now, change);
    return action;
  }

  /// Changes an action. Runs that exist keep the definition they began with.
  public Action update(ActionId id, UnaryOperator<ActionContent> edit, String etag, Change change) {
    Action kept = get(id);
    kept.requireEtag(etag);
    Action next = kept.with(edit.apply(kept.content()), now());
    requireReferences(next.content());
    if (!store.replace(next)) {
      throw new StaleEtag(Kind.ACTION, id);
    }
    timeline.actionChanged(
        id, next.content().system(), next.etag(), "changed", next.updateTime(), change);
    return next;
  }

  public void delete(ActionId id, String etag, Change change) {
    Action kept = get(id);
    kept.requireEtag(etag);
    if (!store.delete(id, kept.version())) {
      throw new StaleEtag(Kind.ACTION, id);
    }
    timeline.actionChanged(
        id, kept.content().system(), kept.etag() + "-deleted", "deleted", now(), change);
  }

  private void requireReferences(ActionContent content) {
    if (!systemExists.test(content.system())) {
      throw invalid("system", "\"" + content.system() + "\" does not exist; create it first");
    }
    content
        .agent()
        .ifPresent(id -> {
          Agent agent =
              agents
                  .find(id)
                  .filter(found -> !found.isRevoked())
                  .orElseThrow(() -> invalid("agent", "\"" + id + "\" does not exist"));
          if (!agent.subjects().contains(content.system())) {
            throw invalid(
                "agent",
                "\"" + id + "\" has nothing to do with system \"" + content.system() + "\"");
          }
        });
  }

  private static Invalid invalid(String field, String message) {
    return new Invalid(Kind.ACTION, field, message);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
