package io.aramaki.agent.app;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something at once and then again and again, in steps of equal length by the monotonic
/// clock. A step that takes too long delays the next one, but steps are not made up for.
final class Ticker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ticker.class);
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);

  private final Thread thread;

  private Ticker(Thread thread) {
    this.thread = thread;
  }

  /// Starts it.
  ///
  /// @param failed what to do about an exception of a step; the ticker goes on
  static Ticker start(
      String name, Duration interval, Runnable step, Consumer<RuntimeException> failed) {
    return new Ticker(
        Thread.ofVirtual().name(name).start(() -> loop(interval.toNanos(), step, failed)));
  }

  /// Starts one whose exceptions are logged.
  static Ticker start(String name, Duration interval, Runnable step) {
    return start(
        name,
        interval,
        step,
        e -> log.atError().addKeyValue("part", name).setCause(e).log("failed"));
  }

  private static void loop(long interval, Runnable step, Consumer<RuntimeException> failed) {
    long due = System.nanoTime();
    try {
      while (true) {
        try {
          step.run();
        } catch (RuntimeException e) {
          failed.accept(e);
        }
        due = Math.max(due + interval, System.nanoTime());
        Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      boolean _ = thread.join(CLOSE_BOUND);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
