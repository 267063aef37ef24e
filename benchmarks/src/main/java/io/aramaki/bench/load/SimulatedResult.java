package io.aramaki.bench.load;

import io.aramaki.agent.session.wire.Times;
import io.aramaki.monitoring.v1.CheckResult;
import io.aramaki.type.v1.CheckStatus;
import java.time.Duration;
import java.time.Instant;

/// The result of a check that nobody executed.
///
/// @param system the system
/// @param check `orgs/{org}/checks/{check}`
/// @param status OK, WARNING, CRITICAL or UNKNOWN
/// @param output one line
/// @param observeTime when it is said to have been started
public record SimulatedResult(
    String system, String check, CheckStatus status, String output, Instant observeTime) {
  private static final Duration TOOK = Duration.ofMillis(1);

  public SimulatedResult {
    if (status == CheckStatus.CHECK_STATUS_UNSPECIFIED || status == CheckStatus.UNRECOGNIZED) {
      throw new IllegalArgumentException("a result has a status, not " + status);
    }
  }

  /// @param definitionVersion of the definitions under which it is said to have run
  CheckResult message(long definitionVersion) {
    return CheckResult.newBuilder()
        .setSystem(system)
        .setCheck(check)
        .setStatus(status)
        .setOutput(output)
        .setObserveTime(Times.timestamp(observeTime))
        .setExecutionDuration(Times.span(TOOK))
        .setDefinitionVersion(definitionVersion)
        .build();
  }
}
