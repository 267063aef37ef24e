package io.aramaki.agent.action;

import java.util.OptionalInt;

/// What happened to a run at this agent.
///
/// @param run the run
/// @param seq the position within the run, from 1 without gaps
/// @param timeMs when, by the wall clock
/// @param what what happened
public record RunEvent(String run, long seq, long timeMs, What what) {

  /// What happened.
  public sealed interface What {
    /// True if nothing comes after it.
    default boolean isEnd() {
      return false;
    }
  }

  /// It is journalled and about to be executed.
  public record Started() implements What {}

  /// It printed something.
  @SuppressWarnings("ArrayRecordComponent") // Never compared; passed on at once.
  public record Output(byte[] data, long offset) implements What {}

  /// It ended by itself or was killed.
  public record Finished(OptionalInt exitCode, String error, long outputLength) implements What {
    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /// It was not executed and never will be.
  public record NotExecuted(Refused.Reason reason, String message) implements What {
    @Override
    public boolean isEnd() {
      return true;
    }
  }

  /// The agent died between journal and end.
  public record Lost() implements What {
    @Override
    public boolean isEnd() {
      return true;
    }
  }
}
