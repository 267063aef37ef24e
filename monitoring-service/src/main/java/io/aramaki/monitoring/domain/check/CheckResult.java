package io.aramaki.monitoring.domain.check;

import java.time.Duration;
import java.time.Instant;

/// The result of one execution of a check, as an agent reported it.
///
/// @param system the system
/// @param check the check's resource name
/// @param status the status
/// @param output the output, for people
/// @param observeTime when it was started, by the agent's clock
/// @param executionDuration how long it took
/// @param traceparent the span of the execution; empty if there is none
/// @param definitionVersion under which definitions it ran
public record CheckResult(
    String system,
    String check,
    Status status,
    String output,
    Instant observeTime,
    Duration executionDuration,
    String traceparent,
    long definitionVersion) {
  public CheckResult {
    if (status == Status.NONE) {
      throw new IllegalArgumentException("a result of " + check + " must have a status");
    }
  }
}
