package io.aramaki.kit.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before attempt number n: full jitter over an exponentially growing bound, so
/// that many clients that failed together do not come back together.
///
/// @param first the bound before the first retry
/// @param max the largest bound, however many attempts failed
public record Backoff(Duration first, Duration max) {
  private static final int DOUBLINGS_MAX = 62;

  public Backoff {
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("first must be longer than 0, was " + first);
    }
    if (max.compareTo(first) < 0) {
      throw new IllegalArgumentException("max " + max + " must not be shorter than first " + first);
    }
  }

  /// Answers a wait between 0 and the bound of this attempt, evenly distributed.
  ///
  /// @param failures how many attempts have failed so far, 1 after the first
  public Duration delay(int failures, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(bound(failures).toNanos() + 1));
  }

  /// Answers the longest wait after so many failures: `first · 2^(failures-1)`, at most `max`.
  public Duration bound(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be at least 1, was " + failures);
    }
    int doublings = Math.min(failures - 1, DOUBLINGS_MAX);
    long roomForDoubling = max.toNanos() >> doublings;
    return roomForDoubling < first.toNanos() ? max : Duration.ofNanos(first.toNanos() << doublings);
  }
}
