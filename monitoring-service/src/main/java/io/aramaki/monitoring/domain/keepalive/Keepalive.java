package io.aramaki.monitoring.domain.keepalive;

import io.aramaki.monitoring.domain.check.Status;
import java.time.Duration;
import java.time.Instant;

/// When an agent was heard, and what it announced.
///
/// ```
///          silent ≥ 3 intervals         silent ≥ critical-after
///   OK ─────────────────────▶ WARNING ─────────────────────▶ CRITICAL
///   ▲ ▲                          │ heard                        │ heard
///   │ └──────────────────────────┴──────────────────────────────┘
///   ▼ goodbye / heard again
///   stopped (OK until the announced end, from which on silence counts)
/// ```
///
/// @param lastHeard when something was last heard of it
/// @param graceUntil until then it does not get worse: its stream was cut, or its owner is new
/// @param stoppedUntil until then silence is expected; [Instant#MIN] if nothing was announced,
///   [Instant#MAX] for ever
public record Keepalive(Instant lastHeard, Instant graceUntil, Instant stoppedUntil) {
  /// An agent that was first heard now.
  public static Keepalive heardAt(Instant now) {
    return new Keepalive(now, Instant.MIN, Instant.MIN);
  }

  public Keepalive heard(Instant now) {
    return new Keepalive(now.isAfter(lastHeard) ? now : lastHeard, graceUntil, stoppedUntil);
  }

  /// Its stream was cut, or its owner is new: it has some time to come back.
  public Keepalive excused(KeepaliveRules rules, Instant now) {
    Instant until = now.plus(rules.grace());
    return new Keepalive(lastHeard, until.isAfter(graceUntil) ? until : graceUntil, stoppedUntil);
  }

  /// It said goodbye.
  ///
  /// @param absence for how long silence is expected; zero for ever
  public Keepalive stopped(Instant now, Duration absence) {
    return new Keepalive(lastHeard, graceUntil, absence.isZero() ? Instant.MAX : now.plus(absence));
  }

  /// It is back after a goodbye.
  public Keepalive resumed() {
    return new Keepalive(lastHeard, graceUntil, Instant.MIN);
  }

  /// Tells whether it is in the time that it announced.
  public boolean isStopped(Instant now) {
    return now.isBefore(stoppedUntil);
  }

  public boolean saidGoodbye() {
    return !stoppedUntil.equals(Instant.MIN);
  }

  public Duration silence(Instant now) {
    Instant from = stoppedUntil.isAfter(lastHeard) ? stoppedUntil : lastHeard;
    return now.isAfter(from) ? Duration.between(from, now) : Duration.ZERO;
  }

  /// Judges.
  ///
  /// @param before the status so far
  public Status judge(KeepaliveRules rules, Status before, Instant now) {
    if (isStopped(now)) {
      return Status.OK;
    }
    Status status = bySilence(rules, silence(now));
    boolean worse =
        status.isProblem()
            && before != status
            && !(before == Status.CRITICAL && status == Status.WARNING);
    return worse && now.isBefore(graceUntil)
        ? (before == Status.NONE ? Status.OK : before)
        : status;
  }

  private static Status bySilence(KeepaliveRules rules, Duration silence) {
    if (silence.compareTo(rules.criticalAfter()) >= 0) {
      return Status.CRITICAL;
    }
    return silence.compareTo(rules.warningAfter()) >= 0 ? Status.WARNING : Status.OK;
  }
}
