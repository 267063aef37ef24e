package io.aramaki.alerting.domain.route;

import java.time.Duration;

/// The timers of a group, as in Alertmanager.
///
/// @param groupWait from the first alert of a group to its first notification; 30 s by default
/// @param groupInterval from one look at a group to the next; 5 min by default, at least 1 s
/// @param repeatInterval after which a standing problem is told again; 4 h by default
public record Timers(Duration groupWait, Duration groupInterval, Duration repeatInterval) {
  /// The defaults of Alertmanager.
  public static final Timers DEFAULT =
      new Timers(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(4));

  public Timers {
    if (groupWait.isNegative()
        || groupInterval.toMillis() < 1_000
        || repeatInterval.compareTo(groupInterval) < 0) {
      throw new IllegalArgumentException(
          "group-wait %s, group-interval %s, repeat-interval %s (expected: wait >= 0, interval >= 1 s, repeat >= interval)"
              .formatted(groupWait, groupInterval, repeatInterval));
    }
  }
}
