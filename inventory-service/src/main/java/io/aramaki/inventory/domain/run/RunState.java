package io.aramaki.inventory.domain.run;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Where a run stands. Its methods are the only legal moves.
///
/// ```
/// Requested ─ approve ─▶ Approved ─ start ─▶ Started ─ finish ─▶ Succeeded | Failed
///     │                     │                   │
///     ├─ cancel ─▶ Cancelled├─ refuse ─▶ Denied └─ lose ─▶ Unknown
///     └─ expire ─▶ Expired  ├─ expire ─▶ Expired
///                           └─ lose ───▶ Unknown
/// ```
///
/// A run that was sent to an agent belongs to the agent's journal. What we conclude about it from
/// the agent's silence is *inferred*, and yields to what the journal says later: an inferred
/// `Expired` or `Unknown` may still become what really happened. Nothing else leaves an end.
public sealed interface RunState {

  /// A run that reached its end, for now or for good.
  sealed interface Ended extends RunState {
    Instant endTime();
  }

  /// Asked for and audited; waits for its agent.
  record Requested() implements RunState {
    Approved approve(long boot) {
      return new Approved(boot);
    }

    /// It was never sent, so certainly nothing was executed.
    Expired expire(Instant now) {
      return new Expired(now, false);
    }

    Cancelled cancel(Instant now) {
      return new Cancelled(now);
    }
  }

  /// Sent to one boot of the agent, or about to be.
  record Approved(long boot) implements RunState {
    Started start(Instant time) {
      return new Started(time);
    }

    Denied refuse(Instant time, String reason) {
      return new Denied(time, reason);
    }

    Expired expire(Instant time, boolean inferred) {
      return new Expired(time, inferred);
    }

    Unknown lose(Instant time, String error, boolean inferred) {
      return new Unknown(Optional.empty(), time, error, inferred);
    }
  }

  /// The agent journalled it and executes it.
  record Started(Instant startTime) implements RunState {
    Ended finish(Instant time, OptionalInt exitCode, String error) {
      boolean success = exitCode.isPresent() && exitCode.getAsInt() == 0 && error.isEmpty();
      return success
          ? new Succeeded(startTime, time)
          : new Failed(startTime, time, exitCode, error);
    }

    Unknown lose(Instant time, String error, boolean inferred) {
      return new Unknown(Optional.of(startTime), time, error, inferred);
    }
  }

  /// It ended with exit code 0.
  record Succeeded(Instant startTime, Instant endTime) implements Ended {}

  /// It ended otherwise.
  record Failed(Instant startTime, Instant endTime, OptionalInt exitCode, String error)
      implements Ended {}

  /// The agent refused it. Nothing was executed.
  record Denied(Instant endTime, String reason) implements Ended {}

  /// It was not started in time. Nothing was executed.
  record Expired(Instant endTime, boolean inferred) implements Ended {}

  /// Somebody cancelled it before it was sent. Nothing was executed.
  record Cancelled(Instant endTime) implements Ended {}

  /// It may or may not have been executed, and never is again.
  record Unknown(Optional<Instant> startTime, Instant endTime, String error, boolean inferred)
      implements Ended {}

  /// Answers the state's word, the same as in the API.
  default String word() {
    return switch (this) {
      case Requested _ -> "REQUESTED";
      case Approved _ -> "APPROVED";
      case Denied _ -> "DENIED";
      case Started _ -> "STARTED";
      case Succeeded _ -> "SUCCEEDED";
      case Failed _ -> "FAILED";
      case Unknown _ -> "UNKNOWN";
      case Expired _ -> "EXPIRED";
      case Cancelled _ -> "CANCELLED";
    };
  }
}
