package io.aramaki.inventory.app;

import io.aramaki.kit.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a thread of its own. A failure is logged, and the next time
/// comes later and later until it succeeds again.
final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final Duration RETRY_MAX = Duration.ofSeconds(15);

  private final String name;
  private final Duration period;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Runnable task;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile Instant lastSuccess;
  private volatile String failure = "";
  private volatile boolean closed;

  private Loop(
      String name, Duration period, RandomGenerator random, InstantSource clock, Runnable task) {
    this.name = name;
    this.period = period;
    this.backoff = new Backoff(period, RETRY_MAX.compareTo(period) > 0 ? RETRY_MAX : period);
    this.random = random;
    this.clock = clock;
    this.task = task;
    this.lastSuccess = clock.instant();
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  static Loop start(
      String name, Duration period, RandomGenerator random, InstantSource clock, Runnable task) {
    var loop = new Loop(name, period, random, clock, task);
    loop.thread.start();
    return loop;
  }

  /// Lets the next time come at once.
  void wake() {
    wake.release();
  }

  /// Answers when the task last succeeded.
  Instant lastSuccess() {
    return lastSuccess;
  }

  /// Answers why it failed the last time; empty if it succeeded.
  String failure() {
    return failure;
  }

  private void run() {
    int failures = 0;
    try {
      while (!closed) {
        failures = succeeds() ? 0 : failures + 1;
        Duration pause = failures == 0 ? period : period.plus(backoff.delay(failures, random));
        boolean _ = wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
        int _ = wake.drainPermits();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean succeeds() {
    try {
      task.run();
      if (!failure.isEmpty()) {
        log.atInfo().addKeyValue("loop", name).log("works again");
      }
      failure = "";
      lastSuccess = clock.instant();
      return true;
    } catch (RuntimeException e) {
      if (!closed && failure.isEmpty()) {
        log.atWarn().addKeyValue("loop", name).setCause(e).log("failed; it is tried again");
      }
      failure = e.toString();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      boolean _ = thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
