package io.aramaki.alerting.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/// Instants that never go back or jump within a process: the wall clock at the start, moved on by
/// the monotonic clock. Timers that outlive a restart need instants; durations must not follow a
/// clock that is set.
final class SteadyClock {
  private final Instant start;
  private final long startNanos;
  private final LongSupplier nanoTime;

  SteadyClock(Clock clock, LongSupplier nanoTime) {
    this.start = clock.instant();
    this.startNanos = nanoTime.getAsLong();
    this.nanoTime = nanoTime;
  }

  /// Whole milliseconds, which every store keeps.
  Instant now() {
    return start.plusNanos(nanoTime.getAsLong() - startNanos).truncatedTo(ChronoUnit.MILLIS);
  }
}
