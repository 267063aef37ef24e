package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.RunState.Started;
import io.aramaki.inventory.domain.run.RunStore.OpenMark;
import io.aramaki.inventory.domain.run.agent.AgentConnection;
import io.aramaki.inventory.domain.run.agent.AgentConnections;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what is to be done about open runs: sends them to agents that are connected here, ends
/// those that are overdue, publishes what a crash left unpublished. Every instance does it for all
/// runs; conditional writes make it happen once.
public final class RunWork {
  private static final Logger log = LoggerFactory.getLogger(RunWork.class);

  private final RunStore store;
  private final RunPublisher publisher;
  private final AgentConnections connections;
  private final String actor;
  private final Clock clock;

  /// @param actor inventory itself, by resource name
  public RunWork(
      RunStore store,
      RunPublisher publisher,
      AgentConnections connections,
      String actor,
      Clock clock) {
    this.store = store;
    this.publisher = publisher;
    this.connections = connections;
    this.actor = actor;
    this.clock = clock;
  }

  /// Looks after all open runs once.
  ///
  /// @return how many are open
  public int tend() {
    var open = store.open(Runs.OPEN_MAX);
    for (OpenMark mark : open) {
      try {
        settle(mark.run()).filter(Run::isClosed).ifPresent(run -> store.markClosed(mark, run));
      } catch (RuntimeException e) {
        log.atWarn().addKeyValue("run", mark.run()).setCause(e).log("run not tended; trying again");
      }
    }
    return open.size();
  }

  /// Looks after one run until nothing is to be done at once.
  public void tend(RunId id) {
    Optional<Run> _ = settle(id);
  }

  /// Answers the run as it was when nothing was to be done.
  private Optional<Run> settle(RunId id) {
    Optional<Run> found = store.find(id);
    while (found.isPresent() && step(found.get())) {
      found = store.find(id);
    }
    return found;
  }

  /// Answers whether there may be more to do.
  private boolean step(Run run) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var connection = connections.of(run.order().agent());
    return switch (Duty.of(run, connection, now)) {
      case Duty.Wait _, Duty.Close _ -> false;
      case Duty.Publish _ -> {
        Run _ = publisher.publish(run);
        yield true;
      }
      case Duty.Dispatch dispatch -> {
        dispatch(run, dispatch.boot(), now);
        yield true;
      }
      case Duty.Resend _ -> {
        connection.ifPresent(agent -> send(agent, run, agent.boot(), now));
        yield false;
      }
      case Duty.Expire expire -> {
        expire(run, expire, now);
        yield true;
      }
      case Duty.GiveUp giveUp -> {
        giveUp(run, giveUp.why(), now);
        yield true;
      }
    };
  }

  /// Nothing is sent before it is durable to which boot: so no other boot, and no other instance,
  /// ever gets it.
  private void dispatch(Run run, long boot, Instant now) {
    if (run.state() instanceof Requested requested) {
      Run next = run.to(requested.approve(boot), now, actor, "");
      if (store.replace(next)) {
        connections
            .of(run.order().agent())
            .filter(agent -> agent.boot() == boot)
            .ifPresent(agent -> send(agent, next, boot, now));
        Run _ = publisher.publish(next);
      }
    }
  }

  private static void send(AgentConnection agent, Run run, long boot, Instant now) {
    agent.send(run.order(), boot, Duration.between(now, run.order().expireTime()));
  }

  private void expire(Run run, Duty.Expire duty, Instant now) {
    switch (run.state()) {
      case Requested requested -> end(run, requested.expire(now), now, duty.why());
      case Approved approved -> end(run, approved.expire(now, duty.inferred()), now, duty.why());
      default -> throw new IllegalStateException("cannot expire " + run.state());
    }
  }

  private void giveUp(Run run, String why, Instant now) {
    switch (run.state()) {
      case Approved approved -> end(run, approved.lose(now, why, true), now, why);
      case Started started -> end(run, started.lose(now, why, true), now, why);
      default -> throw new IllegalStateException("cannot give up " + run.state());
    }
  }

  private void end(Run run, RunState state, Instant now, String why) {
    Run next = run.to(state, now, actor, why);
    if (store.replace(next)) {
      Run _ = publisher.publish(next);
    }
  }
}
