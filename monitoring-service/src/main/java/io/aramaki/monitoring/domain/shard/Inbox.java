package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.MonitoringException;
import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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

  /// Asks the shard's thread, and waits for the answer.
  ///
  /// @return empty if the shard ended before it answered
  /// @throws NotReady if the caller was interrupted
  <T> Optional<T> ask(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    put(() -> {
      try {
        answer.complete(question.get());
      } catch (MonitoringException e) {
        answer.completeExceptionally(e);
      }
    });
    while (running.getAsBoolean()) {
      try {
        return Optional.of(answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException _) {
        // The shard may have ended meanwhile; look again.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new NotReady("interrupted while the shard was busy");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof MonitoringException m ? m : new IllegalStateException(e);
      }
    }
    return Optional.empty();
  }
}
