package io.aramaki.monitoring.domain.check;

import io.aramaki.monitoring.domain.sequence.Position;
import java.time.Duration;
import java.time.Instant;

/// The transitions of one check. Pure.
///
/// ```
///                 problem, attempt < max            problem, attempt = max
///   OK (HARD) ───────────────────────▶ SOFT problem ───────────────────────▶ HARD problem
///      ▲  ▲                              │    │ ▲                               │    │ ▲
///      │  └──────────── OK ──────────────┘    └─┘ problem                       │    └─┘ problem
///      └───────────────────────────────── OK ───────────────────────────────────┘
/// ```
///
/// A volatile check goes straight to HARD, and so does an expired ttl: silence for the whole span
/// is the confirmation.
public final class CheckMachine {
  private CheckMachine() {}

  /// Takes a result.
  ///
  /// A result at or before the newest position is late and does nothing. One whose own deadline had
  /// passed when the ttl fired (it was received, but not evaluated in time) cannot undo the firing:
  /// it only moves the position.
  public static Step result(
      CheckPolicy policy,
      CheckRecord before,
      CheckResult result,
      Position at,
      Instant received,
      Instant now) {
    if (at.compareTo(before.position()) <= 0) {
      return Step.nothing(before);
    }
    if (before.ttl().isExpired() && !received.plus(before.ttl().span()).isAfter(now)) {
      return Step.of(before, before.at(at), false);
    }
    Ttl ttl = policy.ttl().isZero() ? Ttl.DISARMED : Ttl.armed(policy.ttl(), received);
    CheckRecord after =
        before.count(result.status(), policy, 1, now).withResult(result, at, received, ttl);
    return Step.of(before, after, policy.everyProblemHard());
  }

  /// Lets the ttl expire as often as it is due.
  public static Step expire(CheckPolicy policy, CheckRecord before, Instant now) {
    if (!before.ttl().isDue(now)) {
      return Step.nothing(before);
    }
    Ttl ttl = before.ttl().expire(now);
    long times = ttl.expirations() - before.ttl().expirations();
    long seconds = Duration.between(before.receiveTime(), now).toSeconds();
    CheckRecord after =
        before
            .count(policy.ttlStatus(), atOnce(policy), times, now)
            .withTtl(ttl)
            .withOutput("Last check execution was " + seconds + " seconds ago");
    return Step.of(before, after, false);
  }

  /// Follows a changed definition: a ttl that was removed is disarmed, another span counts from the
  /// newest result. One that has expired stays so until a result arrives.
  public static Step retune(CheckPolicy policy, CheckRecord before) {
    Ttl ttl = before.ttl();
    if (!ttl.isArmed() || ttl.isExpired() || ttl.span().equals(policy.ttl())) {
      return Step.nothing(before);
    }
    Ttl next = policy.ttl().isZero() ? Ttl.DISARMED : Ttl.armed(policy.ttl(), ttl.since());
    return Step.of(before, before.withTtl(next), false);
  }

  /// Ends the masking of the ttl: the check has a whole span from now on.
  public static Step excuse(CheckRecord before, Instant now) {
    Ttl ttl = before.ttl().excuse(now);
    return new Step(before, before.withTtl(ttl), false, false);
  }

  /// Takes what monitoring found out itself, HARD at once. The same status again only shows its
  /// time.
  public static Step judge(CheckRecord before, Status status, String output, Instant now) {
    CheckRecord after =
        before.count(status, CheckPolicy.AT_ONCE, 1, now).withOutput(output).seen(now);
    return Step.of(before, after, false);
  }

  private static CheckPolicy atOnce(CheckPolicy policy) {
    return new CheckPolicy(1, true, policy.ttl(), policy.ttlStatus(), policy.labels());
  }
}
