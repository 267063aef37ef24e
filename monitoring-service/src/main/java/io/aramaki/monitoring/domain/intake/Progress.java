package io.aramaki.monitoring.domain.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// How the intake is doing, in figures: a service that hangs looks different from one that idles.
public final class Progress {
  private final LongSupplier nanoTime;
  private final Map<Object, Long> inFlight = new ConcurrentHashMap<>();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private volatile Instant lastAck = Instant.EPOCH;

  public Progress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  Object begin() {
    var token = new Object();
    inFlight.put(token, nanoTime.getAsLong());
    return token;
  }

  void end(Object token) {
    inFlight.remove(token);
  }

  void acknowledged(Instant now, long sampleCount) {
    lastAck = now;
    acknowledged.increment();
    samples.add(sampleCount);
  }

  void refused() {
    refused.increment();
  }

  /// When a batch was last made durable; [Instant#EPOCH] if none was since the start.
  public Instant lastDurableAck() {
    return lastAck;
  }

  /// How long the oldest batch that is being written has been waiting; zero if there is none.
  public Duration oldestUnacknowledged() {
    long now = nanoTime.getAsLong();
    long oldest = now;
    for (long begun : inFlight.values()) {
      oldest = Math.min(oldest, begun);
    }
    return Duration.ofNanos(now - oldest);
  }

  public int batchesInFlight() {
    return inFlight.size();
  }

  public long batchesAcknowledged() {
    return acknowledged.sum();
  }

  public long batchesRefused() {
    return refused.sum();
  }

  public long samplesAcknowledged() {
    return samples.sum();
  }
}
