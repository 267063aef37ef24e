package io.aramaki.agent.action;

import io.aramaki.agent.action.Refused.Reason;
import io.aramaki.kit.app.Failpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides about dispatches and carries them out, at most once each.
///
/// A dispatch whose signature was verified must still be meant for this agent and this boot, name a
/// definition that is held, be in time by the monotonic clock, be allowed by the operator of this
/// host, and have parameters that the definition allows.
public final class Actions implements AutoCloseable {
  /// Puts a span around the execution of a run.
  @FunctionalInterface
  public interface Tracing {
    /// Carries the execution out within a span and hands it the span's traceparent.
    ///
    /// @param parent the traceparent of the request; empty if there is none
    void trace(String run, String parent, Consumer<String> execution);

    /// No spans; the execution sees the request's own.
    static Tracing none() {
      return (_, parent, execution) -> execution.accept(parent);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Actions.class);
  private static final int CONCURRENT_MAX = 4;
  private static final Duration STOP_BOUND = Duration.ofSeconds(3);

  private final String agent;
  private final long boot;
  private final Set<String> allowedCommands;
  private final RunJournal journal;
  private final Tracing tracing;
  private final LongSupplier nanoTime;
  private final Semaphore concurrency = new Semaphore(CONCURRENT_MAX, true);
  private final Set<Execution> executions = ConcurrentHashMap.newKeySet();
  private volatile Map<String, ActionDefinition> definitions = Map.of();
  private volatile boolean closed;

  /// @param agent this agent, by resource name
  /// @param boot this boot
  /// @param allowedCommands the programs that the operator of this host allows; none by default
  public Actions(
      String agent,
      long boot,
      List<String> allowedCommands,
      RunJournal journal,
      Tracing tracing,
      LongSupplier nanoTime) {
    this.agent = agent;
    this.boot = boot;
    this.allowedCommands = Set.copyOf(allowedCommands);
    this.journal = journal;
    this.tracing = tracing;
    this.nanoTime = nanoTime;
  }

  /// Takes over the definitions of a verified set, by their digests.
  public void define(Map<String, ActionDefinition> held) {
    definitions = Map.copyOf(held);
    log.atInfo().addKeyValue("actions", held.size()).log("action definitions in force");
  }

  /// Takes a verified dispatch; returns at once. What becomes of it is in the journal.
  public void dispatch(Dispatch dispatch) {
    if (journal.knows(dispatch.run())) {
      log.atInfo().addKeyValue("run", dispatch.run()).log("run is known: not executed again");
      return;
    }
    Thread.ofVirtual().name("run").start(() -> decide(dispatch));
  }

  /// Kills what runs and waits a moment until its end is journalled.
  @Override
  public void close() {
    closed = true;
    executions.forEach(Execution::stop);
    try {
      boolean _ =
          concurrency.tryAcquire(CONCURRENT_MAX, STOP_BOUND.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void decide(Dispatch dispatch) {
    try {
      ActionDefinition definition = definition(dispatch);
      List<String> arguments = CommandLine.build(definition, dispatch.parameters());
      if (!allowedCommands.contains(arguments.getFirst())) {
        throw new Refused(
            Reason.NOT_ALLOWED_HERE,
            arguments.getFirst() + " is not in actions.allowed-commands of this agent");
      }
      await(dispatch);
      try {
        execute(dispatch, definition, arguments);
      } finally {
        concurrency.release();
      }
    } catch (Refused e) {
      log.atWarn()
          .addKeyValue("run", dispatch.run())
          .addKeyValue("reason", e.getMessage())
          .log("dispatch refused");
      journal.refuse(dispatch.run(), new RunEvent.NotExecuted(e.reason(), e.explanation()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private ActionDefinition definition(Dispatch dispatch) throws Refused {
    if (!dispatch.agent().equals(agent)) {
      throw new Refused(Reason.WRONG_AGENT, "meant for " + dispatch.agent() + ", this is " + agent);
    }
    if (dispatch.boot() != boot) {
      throw new Refused(Reason.EXPIRED, "the agent was started again after it was dispatched");
    }
    @Nullable ActionDefinition definition = definitions.get(dispatch.definitionDigest());
    if (definition == null) {
      throw new Refused(
          Reason.UNKNOWN_DEFINITION,
          "no definition with SHA-256 " + dispatch.definitionDigest() + " is held here");
    }
    if (!definition.name().equals(dispatch.action())
        || !definition.system().equals(dispatch.system())) {
      throw new Refused(
          Reason.UNKNOWN_DEFINITION,
          "the definition is of " + definition.name() + " of " + definition.system());
    }
    return definition;
  }

  /// Waits for a free place, but not longer than the dispatch is good for.
  private void await(Dispatch dispatch) throws Refused, InterruptedException {
    long left = left(dispatch);
    if (left <= 0 || !concurrency.tryAcquire(left, TimeUnit.NANOSECONDS)) {
      throw expired(dispatch);
    }
    if (left(dispatch) <= 0 || closed) {
      concurrency.release();
      throw expired(dispatch);
    }
  }

  private long left(Dispatch dispatch) {
    return dispatch.remaining().toNanos() - (nanoTime.getAsLong() - dispatch.arrivalNanos());
  }

  private static Refused expired(Dispatch dispatch) {
    return new Refused(
        Reason.EXPIRED, "it was not started within " + dispatch.remaining().toSeconds() + " s");
  }

  private void execute(Dispatch dispatch, ActionDefinition definition, List<String> arguments)
      throws Refused {
    var execution = new Execution(dispatch.run(), journal, nanoTime);
    executions.add(execution);
    try {
      Failpoint.at("beforeStarted");
      if (!begin(dispatch)) {
        return;
      }
      Failpoint.at("afterStarted");
      log.atInfo()
          .addKeyValue("run", dispatch.run())
          .addKeyValue("action", definition.name())
          .log("run started");
      trace(dispatch, execution, definition, arguments);
    } finally {
      executions.remove(execution);
    }
  }

  private boolean begin(Dispatch dispatch) throws Refused {
    try {
      return journal.begin(dispatch.run(), new RunEvent.Started());
    } catch (IOException e) {
      throw new Refused(
          Reason.NOT_JOURNALLED,
          "nothing is executed that cannot be journalled: " + e.getMessage());
    }
  }

  /// A run that began gets an end, also if what surrounds its execution fails.
  private void trace(
      Dispatch dispatch, Execution execution, ActionDefinition definition, List<String> arguments) {
    try {
      tracing.trace(
          dispatch.run(),
          dispatch.traceparent(),
          traceparent -> execution.execute(arguments, definition.timeout(), traceparent));
    } catch (RuntimeException e) {
      log.atError().addKeyValue("run", dispatch.run()).setCause(e).log("run failed in the agent");
      journal.end(
          dispatch.run(),
          new RunEvent.Finished(OptionalInt.empty(), "the agent failed: " + e.getMessage(), 0));
    }
  }
}
