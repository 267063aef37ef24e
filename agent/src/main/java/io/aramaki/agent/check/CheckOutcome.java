package io.aramaki.agent.check;

import java.util.List;
import java.util.OptionalInt;

/// What one execution found.
///
/// @param status the state
/// @param exitCode the exit code; empty if there was no process or it did not end by itself
/// @param output text for people without perfdata, valid UTF-8
/// @param perfdata what was measured
public record CheckOutcome(
    Status status, OptionalInt exitCode, String output, List<Perfdatum> perfdata) {
  public CheckOutcome {
    perfdata = List.copyOf(perfdata);
  }

  /// The check could not be made; the text says why.
  public static CheckOutcome unknown(String reason) {
    return new CheckOutcome(Status.UNKNOWN, OptionalInt.empty(), reason, List.of());
  }
}
