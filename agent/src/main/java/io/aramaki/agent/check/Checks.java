package io.aramaki.agent.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the checks of a [CheckSet] when they are due, at most so many at a time, and hands on their
/// results. Another set may be given at any time; an execution that runs goes on.
public final class Checks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checks.class);
  private static final Duration IDLE = Duration.ofHours(1);

  private final CheckRunner runner;
  private final CheckTracing tracing;
  private final Consumer<CheckResult> sink;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Semaphore concurrency;
  private final Schedule schedule;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private CheckSet set = CheckSet.empty();
  private boolean closed;

  /// Starts without any check.
  ///
  /// @param agent the agent's name, which spreads the starts
  /// @param concurrent how many checks may run at a time
  public Checks(
      String agent,
      int concurrent,
      CheckRunner runner,
      CheckTracing tracing,
      Consumer<CheckResult> sink,
      Clock clock,
      LongSupplier nanoTime) {
    this.runner = runner;
    this.tracing = tracing;
    this.sink = sink;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.concurrency = new Semaphore(concurrent, true);
    long intoDay =
        TimeUnit.MILLISECONDS.toNanos(Math.floorMod(clock.millis(), TimeUnit.DAYS.toMillis(1)));
    this.schedule = new Schedule(agent, nanoTime.getAsLong() - intoDay);
    this.thread = Thread.ofVirtual().name("checks").start(this::loop);
  }

  /// Takes over another set.
  public void update(CheckSet next) {
    lock.lock();
    try {
      set = next;
      schedule.update(next.checks(), nanoTime.getAsLong());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    log.atInfo()
        .addKeyValue("version", next.version())
        .addKeyValue("checks", next.checks().size())
        .log("check definitions in force");
  }

  /// Starts no check any more. Those that run are left to their end, but their results are dropped
  /// unless they come before the spool closes.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private record Due(long version, List<CheckDefinition> checks) {}

  private void loop() {
    try {
      for (Due due = awaitDue(); !due.checks.isEmpty(); due = awaitDue()) {
        for (CheckDefinition check : due.checks) {
          concurrency.acquire();
          long version = due.version;
          Thread.ofVirtual().name("check-", 0).start(() -> execute(check, version));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Answers what is due; nothing once this is closed.
  private Due awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        List<CheckDefinition> due = schedule.takeDue(nanoTime.getAsLong());
        if (!due.isEmpty()) {
          return new Due(set.version(), due);
        }
        OptionalLong next = schedule.nextDue();
        long idle = IDLE.toNanos();
        long left = next.isPresent() ? next.getAsLong() - nanoTime.getAsLong() : idle;
        long _ = changed.awaitNanos(Math.clamp(left, 0, idle));
      }
      return new Due(0, List.of());
    } finally {
      lock.unlock();
    }
  }

  private void execute(CheckDefinition check, long version) {
    Instant observeTime = clock.instant();
    long startNanos = nanoTime.getAsLong();
    try {
      var trace = new ExecutionTrace[] {ExecutionTrace.none()};
      CheckOutcome outcome =
          tracing.trace(
              check,
              context -> {
                trace[0] = context;
                return run(check, context);
              });
      Duration took = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
      boolean statusChanged = finished(check, outcome.status(), startNanos);
      sink.accept(
          new CheckResult(check, outcome, observeTime, took, trace[0], version, statusChanged));
    } finally {
      concurrency.release();
    }
  }

  private CheckOutcome run(CheckDefinition check, ExecutionTrace trace) {
    try {
      return runner.run(check, trace);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("check", check.name()).setCause(e).log("check failed to run");
      return CheckOutcome.unknown("the agent failed to run the check: " + e);
    }
  }

  private boolean finished(CheckDefinition check, Status status, long startNanos) {
    lock.lock();
    try {
      boolean statusChanged = schedule.finished(check, status, startNanos);
      changed.signalAll();
      return statusChanged;
    } finally {
      lock.unlock();
    }
  }
}
