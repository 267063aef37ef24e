package io.aramaki.kit.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/// The time of timers that outlive a restart: the wall clock at the start plus what the monotonic
/// clock says, drawn towards the wall clock by at most one part in a hundred. A jump of the wall
/// clock neither fires nor delays a deadline, and yet times can be compared over restarts; after a
/// jump of a minute the difference is gone within 100 minutes.
public final class SteadyClock implements InstantSource {
  private static final int SLEW_DIVISOR = 100;

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private Instant base;
  private long baseNanos;

  public SteadyClock(InstantSource wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.base = wall.instant();
    this.baseNanos = nanoTime.getAsLong();
  }

  /// Whole milliseconds, which every store keeps; never less than before.
  @Override
  public synchronized Instant instant() {
    long nanos = nanoTime.getAsLong();
    Duration passed = Duration.ofNanos(Math.max(nanos - baseNanos, 0));
    Duration most = passed.dividedBy(SLEW_DIVISOR);
    Duration off = Duration.between(base.plus(passed), wall.instant());
    Duration slew = off.compareTo(most) > 0 ? most : off;
    slew = slew.compareTo(most.negated()) < 0 ? most.negated() : slew;
    base = base.plus(passed).plus(slew);
    baseNanos = nanos;
    return base.truncatedTo(ChronoUnit.MILLIS);
  }
}
