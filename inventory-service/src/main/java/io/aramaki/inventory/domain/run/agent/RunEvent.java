package io.aramaki.inventory.domain.run.agent;

import io.aramaki.inventory.domain.Bytes;
import java.time.Instant;
import java.util.OptionalInt;

/// What happened to a run at its agent, as the agent's journal tells it.
public sealed interface RunEvent {
  /// The position within the run, from 1 without gaps.
  long seq();

  /// When, by the agent's clock.
  Instant time();

  /// It is journalled and about to be executed.
  record Started(long seq, Instant time) implements RunEvent {}

  /// It printed something.
  ///
  /// @param offset where the bytes begin in the output
  /// @param data at most [#DATA_LENGTH_MAX] bytes
  record Output(long seq, Instant time, long offset, Bytes data) implements RunEvent {
    public static final int DATA_LENGTH_MAX = 16 * 1024;

    public Output {
      if (data.length() > DATA_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "output of " + data.length() + " bytes, at most " + DATA_LENGTH_MAX + " are allowed");
      }
      if (offset < 0) {
        throw new IllegalArgumentException("output offset " + offset + " must not be negative");
      }
    }
  }

  /// It ended.
  record Finished(long seq, Instant time, OptionalInt exitCode, String error, long outputLength)
      implements RunEvent {}

  /// It was not executed and never will be.
  record Refused(long seq, Instant time, String reason, String message) implements RunEvent {
    /// The reason for which a refusal is an expiry.
    public static final String EXPIRED = "EXPIRED";
  }

  /// The agent died between journal and end.
  record Lost(long seq, Instant time) implements RunEvent {}
}
