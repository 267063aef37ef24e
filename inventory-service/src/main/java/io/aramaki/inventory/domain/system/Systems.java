package io.aramaki.inventory.domain.system;

import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.InventoryException.SystemInUse;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.timeline.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Keeps systems: the only writer of [SystemStore].
public final class Systems {
  /// The graph of all systems is read as a whole, so there is a limit to it.
  public static final int SYSTEMS_MAX = 10_000;

  private static final int REFERRERS_SHOWN_MAX = 5;
  private static final Duration FULL_RETRY = Duration.ofMinutes(1);

  private final SystemStore store;
  private final Function<SystemId, List<String>> referrers;
  private final Timeline timeline;
  private final Clock clock;

  /// @param referrers what else refers to a system (agents, actions, role bindings), for people
  public Systems(
      SystemStore store,
      Function<SystemId, List<String>> referrers,
      Timeline timeline,
      Clock clock) {
    this.store = store;
    this.referrers = referrers;
    this.timeline = timeline;
    this.clock = clock;
  }

  public ManagedSystem get(SystemId id) {
    return store.find(id).orElseThrow(() -> new NotFound(Kind.SYSTEM, id));
  }

  public Page<ManagedSystem> list(Optional<SystemId> after, int size) {
    return Page.cut(store.list(after, size + 1), size, system -> system.id().value());
  }

  public SystemGraph graph() {
    return store.graph();
  }

  /// Creates a system, or answers the one that the same `requestId` created.
  public ManagedSystem create(SystemId id, SystemContent content, String requestId, Change change) {
    SystemGraph graph = store.graph();
    if (graph.subsystems().size() >= SYSTEMS_MAX) {
      throw new OverCapacity("systems", SYSTEMS_MAX, FULL_RETRY);
    }
    requireSubsystems(graph, id, content);
    Instant now = now();
    var system = new ManagedSystem(id, content, now, now, 1, requestId);
    if (!store.insert(system)) {
      return store
          .find(id)
          .filter(kept -> !requestId.isEmpty() && kept.requestId().equals(requestId))
          .orElseThrow(() -> new AlreadyExists(Kind.SYSTEM, id));
    }
    timeline.systemChanged(id, system.etag(), "system created", now, change);
    return system;
  }

  /// Changes a system.
  ///
  /// @param etag what the caller saw; empty if it may be any state
  public ManagedSystem update(
      SystemId id, UnaryOperator<SystemContent> edit, String etag, Change change) {
    ManagedSystem kept = get(id);
    kept.requireEtag(etag);
    SystemContent content = edit.apply(kept.content());
    requireSubsystems(store.graph(), id, content);
    ManagedSystem next = kept.with(content, now());
    if (!store.replace(next)) {
      throw new StaleEtag(Kind.SYSTEM, id);
    }
    timeline.systemChanged(id, next.etag(), "system changed", next.updateTime(), change);
    return next;
  }

  /// Deletes a system that nothing refers to.
  public void delete(SystemId id, String etag, Change change) {
    ManagedSystem kept = get(id);
    kept.requireEtag(etag);
    requireUnused(id);
    if (!store.delete(id, kept.version())) {
      throw new StaleEtag(Kind.SYSTEM, id);
    }
    timeline.systemChanged(id, kept.etag() + "-deleted", "system deleted", now(), change);
  }

  private void requireUnused(SystemId id) {
    List<String> parents =
        store.graph().parents(id).stream()
            .filter(parent -> !parent.equals(id))
            .map(parent -> "system " + parent)
            .toList();
    List<String> users = Stream.concat(parents.stream(), referrers.apply(id).stream()).toList();
    if (!users.isEmpty()) {
      String shown =
          String.join(", ", users.subList(0, Math.min(users.size(), REFERRERS_SHOWN_MAX)));
      int more = users.size() - REFERRERS_SHOWN_MAX;
      throw new SystemInUse(id, more > 0 ? shown + " and " + more + " more" : shown);
    }
  }

  private static void requireSubsystems(SystemGraph graph, SystemId id, SystemContent content) {
    for (SystemId subsystem : content.subsystems()) {
      if (!graph.contains(subsystem) && !subsystem.equals(id)) {
        throw new Invalid(
            Kind.SYSTEM, "subsystems", "\"" + subsystem + "\" does not exist; create it first");
      }
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
