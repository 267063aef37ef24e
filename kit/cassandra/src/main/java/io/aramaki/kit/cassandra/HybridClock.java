package io.aramaki.kit.cassandra;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Timestamps for writes of one writer, in microseconds: the wall clock's, but always later than
/// the last one given out.
///
/// Cassandra keeps the write with the higher timestamp. With the bare wall clock a clock that jumps
/// backwards would make new writes invisible behind old ones. Give a new clock the highest
/// timestamp found in the store if the process may have lived under a faster clock before.
public final class HybridClock {
  private final Clock clock;
  private final AtomicLong last;

  public HybridClock(Clock clock) {
    this(clock, 0);
  }

  /// @param floor every timestamp is later than this one
  public HybridClock(Clock clock, long floor) {
    this.clock = clock;
    this.last = new AtomicLong(floor);
  }

  /// The next timestamp: later than every earlier one, and not before the wall clock.
  public long nextMicros() {
    long wall = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return last.accumulateAndGet(wall, (before, now) -> Math.max(before + 1, now));
  }
}
