package io.aramaki.monitoring.domain.check;

import io.aramaki.monitoring.domain.sequence.Position;
import java.time.Duration;
import java.time.Instant;

/// What is known of one check of one agent.
///
/// @param system the system
/// @param status the status of the newest result
/// @param hardness whether it notifies
/// @param attempt which attempt the newest result is, from 1
/// @param occurrences results of equal status in a row, from 1
/// @param watermark the highest `occurrences` since the last OK
/// @param hardStatus the status of the last HARD state
/// @param observeTime when the newest result was observed, by the agent's clock
/// @param changeTime when the status last changed, by monitoring's clock
/// @param receiveTime when the newest result was received, by monitoring's clock
/// @param output the output of the newest result
/// @param executionDuration how long the newest execution took
/// @param position of the newest result in the agent's observations: nothing at or before it counts
/// @param ttl the dead-man switch
public record CheckRecord(
    String system,
    Status status,
    Hardness hardness,
    int attempt,
    long occurrences,
    long watermark,
    Status hardStatus,
    Instant observeTime,
    Instant changeTime,
    Instant receiveTime,
    String output,
    Duration executionDuration,
    Position position,
    Ttl ttl) {

  /// A check of which nothing is known yet.
  public static CheckRecord unknown(String system) {
    return new CheckRecord(
        system,
        Status.NONE,
        Hardness.HARD,
        0,
        0,
        0,
        Status.NONE,
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        "",
        Duration.ZERO,
        Position.START,
        Ttl.DISARMED);
  }

  /// Counts one more result of a status; all but the counters stays as it was.
  CheckRecord count(Status next, CheckPolicy policy, long times, Instant now) {
    boolean same = next == status;
    long counted = same ? occurrences + times : times;
    boolean failsAfresh = next.isProblem() && !status.isProblem();
    long highest = failsAfresh ? counted : Math.max(watermark, counted);
    int tried = attemptAfter(next, policy);
    boolean hard = !next.isProblem() || policy.everyProblemHard() || tried >= policy.maxAttempts();
    return new CheckRecord(
        system,
        next,
        hard ? Hardness.HARD : Hardness.SOFT,
        tried,
        counted,
        highest,
        hard ? next : hardStatus,
        observeTime,
        same ? changeTime : now,
        receiveTime,
        output,
        executionDuration,
        position,
        ttl);
  }

  private int attemptAfter(Status next, CheckPolicy policy) {
    if (!next.isProblem() || !status.isProblem()) {
      return 1;
    }
    return hardness == Hardness.HARD
        ? Math.max(attempt, 1)
        : Math.min(attempt + 1, policy.maxAttempts());
  }

  CheckRecord withResult(CheckResult result, Position at, Instant received, Ttl next) {
    return new CheckRecord(
        system,
        status,
        hardness,
        attempt,
        occurrences,
        watermark,
        hardStatus,
        result.observeTime(),
        changeTime,
        received,
        result.output(),
        result.executionDuration(),
        at,
        next);
  }

  CheckRecord withOutput(String next) {
    return new CheckRecord(
        system,
        status,
        hardness,
        attempt,
        occurrences,
        watermark,
        hardStatus,
        observeTime,
        changeTime,
        receiveTime,
        next,
        executionDuration,
        position,
        ttl);
  }

  /// The same at another position of the agent's observations.
  public CheckRecord at(Position next) {
    return new CheckRecord(
        system,
        status,
        hardness,
        attempt,
        occurrences,
        watermark,
        hardStatus,
        observeTime,
        changeTime,
        receiveTime,
        output,
        executionDuration,
        next,
        ttl);
  }

  CheckRecord withTtl(Ttl next) {
    return new CheckRecord(
        system,
        status,
        hardness,
        attempt,
        occurrences,
        watermark,
        hardStatus,
        observeTime,
        changeTime,
        receiveTime,
        output,
        executionDuration,
        position,
        next);
  }

  /// The same observed and received at other times; for what monitoring observes itself.
  CheckRecord seen(Instant at) {
    return new CheckRecord(
        system,
        status,
        hardness,
        attempt,
        occurrences,
        watermark,
        hardStatus,
        at,
        changeTime,
        at,
        output,
        executionDuration,
        position,
        ttl);
  }
}
