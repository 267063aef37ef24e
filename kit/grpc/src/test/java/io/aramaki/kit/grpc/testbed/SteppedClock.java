package io.aramaki.kit.grpc.testbed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A wall clock that a test moves.
public final class SteppedClock extends Clock {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  public void advance(Duration step) {
    now.updateAndGet(before -> before.plus(step));
  }

  public long nanoTime() {
    Instant at = now.get();
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
