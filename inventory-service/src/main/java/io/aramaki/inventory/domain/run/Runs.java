package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.RequestIdReused;
import io.aramaki.inventory.domain.InventoryException.RunStarted;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.action.ActionContent;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.run.RunState.Cancelled;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.RunStore.Position;
import io.aramaki.inventory.domain.run.RunStore.Request;
import io.aramaki.inventory.domain.run.agent.RunEvent;
import io.aramaki.inventory.domain.run.agent.RunEvent.Output;
import io.aramaki.inventory.domain.run.output.RunOutput;
import io.aramaki.inventory.domain.run.output.RunOutputStore.Chunk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Asks for runs, cancels them, and takes what agents say about them.
public final class Runs {
  /// Runs that are not at their end, of all systems.
  public static final int OPEN_MAX = 1000;

  private static final Duration FULL_RETRY = Duration.ofSeconds(10);

  private final RunStore store;
  private final RunOutput output;
  private final RunPublisher publisher;
  private final Agents agents;
  private final Duration startWindow;
  private final Clock clock;
  private final Supplier<UUID> ids;

  /// @param startWindow how long a run may wait for its agent
  public Runs(
      RunStore store,
      RunOutput output,
      RunPublisher publisher,
      Agents agents,
      Duration startWindow,
      Clock clock,
      Supplier<UUID> ids) {
    this.store = store;
    this.output = output;
    this.publisher = publisher;
    this.agents = agents;
    this.startWindow = startWindow;
    this.clock = clock;
    this.ids = ids;
  }

  public Run get(RunId id) {
    return find(id).orElseThrow(() -> new NotFound(Kind.RUN, id));
  }

  public Optional<Run> find(RunId id) {
    return store.find(id);
  }

  /// Answers the runs of an action, or all if there is none, newest first.
  public List<Position> list(Optional<ActionId> action, Optional<Position> after, int limit) {
    return action
        .map(id -> store.ofAction(id, after, limit))
        .orElseGet(() -> store.all(after, limit));
  }

  /// Keeps a new run, or answers the one that the same request led to. When this returns, it is
  /// durable; nothing was sent yet.
  public Run request(RunRequest request) {
    UUID uuid = ids.get();
    if (!request.requestId().isEmpty()) {
      String digest = request.digest();
      Request bound =
          store.bind(new Request(request.change().actor(), request.requestId(), digest, uuid));
      if (!bound.digest().equals(digest)) {
        throw new RequestIdReused(request.requestId());
      }
      uuid = bound.run();
    }
    var id = new RunId(request.action().id(), uuid);
    Optional<Run> earlier = store.find(id);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Run run = Run.requested(order(id, request));
    if (!store.insert(run)) {
      return get(id);
    }
    return publisher.publish(run);
  }

  /// Cancels a run that was not sent; a second time does nothing.
  public Run cancel(RunId id, Change change) {
    while (true) {
      Run run = get(id);
      switch (run.state()) {
        case Cancelled _ -> {
          return run;
        }
        case Requested requested -> {
          Run next = run.to(requested.cancel(now()), now(), change.actor(), "");
          if (store.replace(next)) {
            return publisher.publish(next);
          }
        }
        default -> throw new RunStarted(id, run.state().word());
      }
    }
  }

  /// Whether an event was taken.
  public enum Reception {
    /// It is durable, or was before.
    TAKEN,
    /// The run is unknown or another agent's: the agent may forget the event.
    FOREIGN,
    /// Events are missing before it.
    GAP
  }

  /// Takes an event from an agent's journal; it is durable when this returns.
  ///
  /// @param actor the agent, by resource name
  public Reception on(AgentId agent, String actor, RunId id, RunEvent event) {
    while (true) {
      Optional<Run> found = store.find(id);
      if (found.isEmpty() || !found.get().order().agent().equals(agent)) {
        return Reception.FOREIGN;
      }
      Run run = found.get();
      switch (RunProgress.apply(run, event, actor, now())) {
        case RunProgress.Repeated _ -> {
          Run _ = publisher.publish(run);
          return Reception.TAKEN;
        }
        case RunProgress.Gap _ -> {
          return Reception.GAP;
        }
        case RunProgress.Applied applied -> {
          keepOutput(run, event);
          if (run.isClosed() && applied.next().transitions().size() > run.transitions().size()) {
            store.markOpen(applied.next());
          }
          if (store.replace(applied.next())) {
            Run _ = publisher.publish(applied.next());
            return Reception.TAKEN;
          }
        }
      }
    }
  }

  /// Bytes that lie before what is known are a repetition and left out.
  private void keepOutput(Run run, RunEvent event) {
    if (event instanceof Output printed
        && printed.data().length() > 0
        && printed.offset() >= run.outputLength()) {
      output.append(run.id(), new Chunk(printed.offset(), printed.data()));
    }
  }

  private RunOrder order(RunId id, RunRequest request) {
    ActionContent content = request.action().content();
    var parameters = content.fill(request.parameters());
    Agent agent = agents.executor(content.system(), content.agent());
    if (store.open(OPEN_MAX).size() >= OPEN_MAX) {
      throw new OverCapacity("open runs", OPEN_MAX, FULL_RETRY);
    }
    Instant now = now();
    return new RunOrder(
        id,
        content.system(),
        agent.id(),
        request.change().actor(),
        parameters,
        content.command(),
        request.definitionSha256(),
        content.timeout(),
        now,
        now.plus(startWindow),
        request.change().traceparent());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
