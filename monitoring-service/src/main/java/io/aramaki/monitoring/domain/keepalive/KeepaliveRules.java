package io.aramaki.monitoring.domain.keepalive;

import java.time.Duration;

/// How long an agent may be silent.
///
/// @param interval from one heartbeat to the next
/// @param missed after so many intervals of silence it is WARNING
/// @param criticalAfter after so long a silence it is CRITICAL
public record KeepaliveRules(Duration interval, int missed, Duration criticalAfter) {
  /// 3 × 10 s, then 120 s.
  public static final KeepaliveRules DEFAULT =
      new KeepaliveRules(Duration.ofSeconds(10), 3, Duration.ofSeconds(120));

  /// After a cut stream or a new owner an agent has so many intervals to come back.
  private static final int GRACE_INTERVALS = 2;

  public KeepaliveRules {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval must be longer than 0, was " + interval);
    }
    if (missed < 2) {
      throw new IllegalArgumentException("missed must be at least 2, was " + missed);
    }
    if (criticalAfter.compareTo(interval.multipliedBy(missed)) <= 0) {
      throw new IllegalArgumentException(
          "critical-after must exceed " + interval.multipliedBy(missed) + ", was " + criticalAfter);
    }
  }

  public Duration warningAfter() {
    return interval.multipliedBy(missed);
  }

  public Duration grace() {
    return interval.multipliedBy(GRACE_INTERVALS);
  }
}
