package io.aramaki.kit.member;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a virtual thread; a failure is logged and the next time comes
/// all the same.
final class Periodic implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Periodic.class);

  private final CountDownLatch stop = new CountDownLatch(1);

  private Periodic() {}

  static Periodic start(String name, Duration period, Runnable task) {
    var periodic = new Periodic();
    Thread.ofVirtual().name(name).start(() -> periodic.run(name, period, task));
    return periodic;
  }

  private void run(String name, Duration period, Runnable task) {
    try {
      while (!stop.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          task.run();
        } catch (RuntimeException e) {
          log.atWarn()
              .addKeyValue("task", name)
              .addKeyValue("error", e.toString())
              .log("failed; it is tried again");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
