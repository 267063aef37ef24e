package io.aramaki.ticketing.domain;

import java.time.Duration;
import java.time.Instant;

/// When duplicates are looked for. A create whose answer was lost may be carried out late, when
/// another one was sent long ago.
final class Sweep {
  /// How long after the newest create an older one may still be carried out.
  static final Duration LASTS = Duration.ofHours(1);

  /// From one look to the next while late successes are likely.
  static final Duration OFTEN = Duration.ofSeconds(15);

  /// How long they are likely.
  static final Duration LIKELY = Duration.ofMinutes(5);

  /// From one look to the next afterwards: a duplicate is closed within five minutes.
  static final Duration SELDOM = Duration.ofMinutes(2);

  private Sweep() {}

  static Instant until(Instant now) {
    return now.plus(LASTS);
  }

  static Instant next(Instant until, Instant now) {
    boolean likely = now.isBefore(until.minus(LASTS).plus(LIKELY));
    return now.plus(likely ? OFTEN : SELDOM);
  }
}
