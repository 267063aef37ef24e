package io.aramaki.monitoring.domain.check;

import java.time.Duration;
import java.time.Instant;

/// The dead-man switch of one check.
///
/// ```
/// DISARMED ── result of a check with a ttl ──▶ armed ── deadline passes ──▶ expired ─┐ repeats
///     ▲                                         ▲ │                          │   ▲   │ every span
///     └──── result of a check without a ttl ────┼─┴──────────────────────────┘   └───┘
///                                               └──────────── newer result
/// ```
///
/// @param span how long silence may last; zero if disarmed
/// @param since when the newest result was received, by monitoring's clock
/// @param expirations how often the deadline has passed since then
public record Ttl(Duration span, Instant since, long expirations) {
  public static final Ttl DISARMED = new Ttl(Duration.ZERO, Instant.EPOCH, 0);

  public Ttl {
    if (span.isNegative() || expirations < 0) {
      throw new IllegalArgumentException(
          "a ttl is not negative, was " + span + " with " + expirations + " expirations");
    }
  }

  public static Ttl armed(Duration span, Instant since) {
    return new Ttl(span, since, 0);
  }

  public boolean isArmed() {
    return !span.isZero();
  }

  public boolean isExpired() {
    return expirations > 0;
  }

  /// When it expires next. Only for an armed one.
  public Instant deadline() {
    return since.plus(span.multipliedBy(expirations + 1));
  }

  /// Tells whether a deadline has passed that was not counted yet.
  public boolean isDue(Instant now) {
    return isArmed() && !now.isBefore(deadline());
  }

  /// Counts every deadline that has passed by now.
  Ttl expire(Instant now) {
    long passed = Duration.between(since, now).dividedBy(span);
    return new Ttl(span, since, Math.max(passed, expirations));
  }

  /// Gives the check another whole span from now on, but no earlier deadline than it has.
  Ttl excuse(Instant now) {
    return isArmed() && !isExpired() && since.isBefore(now) ? new Ttl(span, now, 0) : this;
  }

  /// Tells whether what must be durable differs: that it is armed, for how long, and that it
  /// expired.
  boolean differsDurably(Ttl other) {
    return !span.equals(other.span) || isExpired() != other.isExpired();
  }
}
