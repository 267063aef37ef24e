package io.aramaki.inventory.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again on a virtual thread; a failure is logged and the next time comes
/// all the same.
final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final CountDownLatch stop = new CountDownLatch(1);

  private Loop() {}

  static Loop every(Duration period, String name, Runnable task) {
    var loop = new Loop();
    Thread.ofVirtual().name(name).start(() -> loop.run(period, name, task));
    return loop;
  }

  private void run(Duration period, String name, Runnable task) {
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
