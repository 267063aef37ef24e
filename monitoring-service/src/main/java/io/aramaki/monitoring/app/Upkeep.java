package io.aramaki.monitoring.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a thread of its own; a failure is logged, and the next time
/// comes all the same.
final class Upkeep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final CountDownLatch stop = new CountDownLatch(1);

  private Upkeep() {}

  static Upkeep start(String name, Duration period, Runnable task) {
    var upkeep = new Upkeep();
    Thread.ofVirtual().name(name).start(() -> upkeep.run(name, period, task));
    return upkeep;
  }

  private void run(String name, Duration period, Runnable task) {
    try {
      do {
        try {
          task.run();
        } catch (RuntimeException e) {
          log.atWarn().addKeyValue("task", name).setCause(e).log("failed; it is tried again");
        }
      } while (!stop.await(period.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
