package io.aramaki.agent.session;

import io.aramaki.agent.session.held.Held;
import io.aramaki.agent.spool.Spool;
import io.aramaki.agent.spool.batch.BatchKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends observations for as long as the agent runs, session after session.
public final class Observations implements AutoCloseable {
  private final ObserveSession.Context context;
  private final Spool spool;
  private final Object acknowledgements = new Object();
  private final LongSupplier nanoTime;
  private volatile @Nullable ObserveSession current;
  private final SessionLoop loop;

  /// Starts sending.
  ///
  /// @param quarantine where batches go that the server refuses
  public static Observations start(
      Gateways gateways,
      Spool spool,
      ObservationBuffer buffer,
      Held held,
      Path quarantine,
      String version,
      Duration ackTimeout,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    return new Observations(
        gateways,
        spool,
        buffer,
        held,
        new Quarantine(quarantine),
        version,
        ackTimeout,
        clock,
        nanoTime,
        random);
  }

  private Observations(
      Gateways gateways,
      Spool spool,
      ObservationBuffer buffer,
      Held held,
      Quarantine quarantine,
      String version,
      Duration ackTimeout,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.spool = spool;
    this.nanoTime = nanoTime;
    this.context =
        new ObserveSession.Context(
            spool,
            buffer,
            held,
            quarantine,
            version,
            ackTimeout,
            clock,
            nanoTime,
            nanoTime.getAsLong(),
            this::acknowledged);
    spool.onChange(this::signal);
    this.loop =
        SessionLoop.start(
            "observe",
            gateways,
            channel -> {
              var session = new ObserveSession(context);
              current = session;
              session.run(channel);
            },
            random);
  }

  /// How many batches the server refused since the start.
  public long refused() {
    return context.quarantine().refused();
  }

  /// Waits until a batch is done with.
  ///
  /// @return false if that took too long
  public boolean awaitDone(BatchKey key, Duration bound) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + bound.toNanos();
    synchronized (acknowledgements) {
      while (!spool.isDone(key)) {
        long left = Duration.ofNanos(deadline - nanoTime.getAsLong()).toMillis();
        if (left <= 0) {
          return false;
        }
        acknowledgements.wait(left);
      }
      return true;
    }
  }

  @Override
  public void close() {
    loop.close();
  }

  private void signal() {
    @Nullable ObserveSession session = current;
    if (session != null) {
      session.signal();
    }
  }

  private void acknowledged() {
    synchronized (acknowledgements) {
      acknowledgements.notifyAll();
    }
  }
}
