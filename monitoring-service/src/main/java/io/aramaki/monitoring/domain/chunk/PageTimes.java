package io.aramaki.monitoring.domain.chunk;

import io.aramaki.monitoring.domain.retention.Keep;
import java.time.Duration;
import java.time.Instant;

/// Until when the parts of a page are kept.
///
/// @param now when that is said
/// @param samples its samples
/// @param rollup what its windows of five minutes have; the epoch if they are not written
/// @param heads its heads, which say what its hour has: as long as anything of it
public record PageTimes(Instant now, Instant samples, Instant rollup, Instant heads) {
  private static final Duration HOUR = Duration.ofHours(1);

  /// What comes late stays as long, also if it is too old already.
  private static final Duration LEAST = Duration.ofDays(1);

  /// What is said of an hour.
  ///
  /// @param hour since the epoch
  static PageTimes of(long hour, Keep keep, Instant now) {
    return new PageTimes(
        now,
        until(hour, keep.samples(), now),
        keep.hasWindows() ? until(hour, keep.rollup5m(), now) : Instant.EPOCH,
        until(hour, keep.longest(), now));
  }

  static Instant until(long hour, Duration kept, Instant now) {
    Instant end = Instant.EPOCH.plus(HOUR.multipliedBy(hour)).plus(kept);
    Instant least = now.plus(LEAST);
    return end.isBefore(least) ? least : end;
  }

  /// Whether windows of five minutes are written.
  public boolean hasRollup() {
    return rollup.isAfter(Instant.EPOCH);
  }

  /// How long from now on.
  public Duration left(Instant until) {
    return Duration.between(now, until);
  }
}
