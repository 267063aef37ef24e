package io.aramaki.monitoring.domain.shard;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a shard's thread has to do: a bounded queue. Whoever brings work waits while it is full,
/// and no longer than the shard runs.
final class Inbox {
  private static final int SIZE = 256;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(SIZE);
  private final BooleanSupplier running;

  Inbox(BooleanSupplier running) {
    this.running = running;
  }

  /// Brings work; waits while the queue is full.
  void put(Runnable task) {
    try {
      while (running.getAsBoolean()) {
        if (queue.offer(task, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Brings work that may be left out when there is too much, because it comes again.
  void offer(Runnable task) {
    boolean _ = queue.offer(task);
  }

  /// Takes the next piece of work; null if there is none within the time.
  @Nullable Runnable poll(Duration most) throws InterruptedException {
    return queue.poll(most.toMillis(), TimeUnit.MILLISECONDS);
  }
}
