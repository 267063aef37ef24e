package io.aramaki.monitoring.domain.query;

import io.aramaki.monitoring.domain.MonitoringException.QueriesFull;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Runs queries on few threads of their own: they compute, and would keep everything else of this
/// process waiting if each had a thread that shares those of all. Who comes when the queue is full
/// is refused at once.
public final class QueryRunner implements AutoCloseable {
  /// How many queries are evaluated at the same time.
  public static final int AT_ONCE_MAX = 4;

  /// How many queries wait for their turn.
  public static final int WAITING_MAX = 64;

  private static final long STOP_SECONDS_MAX = 5;

  private final ThreadPoolExecutor threads;
  private final LongSupplier nanoTime;
  private final int waitingMax;
  private final AtomicLong refused = new AtomicLong();

  /// @param nanoTime a clock that only moves forward
  public QueryRunner(LongSupplier nanoTime) {
    this(AT_ONCE_MAX, WAITING_MAX, nanoTime);
  }

  QueryRunner(int atOnceMax, int waitingMax, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.waitingMax = waitingMax;
    this.threads =
        new ThreadPoolExecutor(
            atOnceMax,
            atOnceMax,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waitingMax),
            Thread.ofPlatform().name("query-", 0).daemon().factory());
  }

  /// A query that has its turn.
  @FunctionalInterface
  public interface Query<T> {
    /// Evaluates it.
    ///
    /// @param left how long it may still take
    T run(Left left);
  }

  /// How long a query may still take.
  @FunctionalInterface
  public interface Left {
    /// Answers the rest of its time, zero at least.
    Duration get();
  }

  /// How many queries are evaluated now.
  public int running() {
    return threads.getActiveCount();
  }

  /// How many wait for their turn.
  public int waiting() {
    return threads.getQueue().size();
  }

  /// How many were refused since there were too many.
  public long refusedTotal() {
    return refused.get();
  }

  /// Runs a query when it has its turn, and waits for its result.
  ///
  /// @param time how long it may take, waiting included
  /// @param gone tells that nobody waits for the answer any more
  /// @throws QueriesFull if there are too many already
  /// @throws QueryException if it has no answer, or takes too long
  public <T> T run(Duration time, BooleanSupplier gone, Query<T> query) {
    long end = nanoTime.getAsLong() + time.toNanos();
    Left left = () -> Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    var begun = new AtomicBoolean();
    var task =
        new FutureTask<>(() -> {
          begun.set(true);
          if (gone.getAsBoolean()) {
            throw QueryException.canceled();
          }
          return query.run(left);
        });
    try {
      threads.execute(task);
    } catch (RejectedExecutionException _) {
      refused.incrementAndGet();
      throw new QueriesFull(threads.getMaximumPoolSize(), waitingMax);
    }
    try {
      return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
    } catch (TimeoutException _) {
      giveUp(task);
      throw begun.get() ? QueryException.timeout() : QueryException.timeoutInQueue();
    } catch (InterruptedException _) {
      giveUp(task);
      Thread.currentThread().interrupt();
      throw QueryException.canceled();
    }
  }

  private void giveUp(FutureTask<?> task) {
    task.cancel(true);
    threads.remove(task);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      boolean _ = threads.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
