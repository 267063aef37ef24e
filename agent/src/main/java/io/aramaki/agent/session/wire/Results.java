package io.aramaki.agent.session.wire;

import io.aramaki.agent.check.Status;
import io.aramaki.monitoring.v1.CheckResult;
import io.aramaki.monitoring.v1.Goodbye;
import io.aramaki.monitoring.v1.ObservedEvent;
import io.aramaki.type.v1.CheckStatus;
import java.time.Duration;
import java.time.Instant;

/// Check results and events as messages.
public final class Results {
  private static final int SUMMARY_MAX = 1_000;

  private Results() {}

  public static CheckResult result(io.aramaki.agent.check.CheckResult result) {
    var message =
        CheckResult.newBuilder()
            .setSystem(result.check().system())
            .setCheck(result.check().name())
            .setStatus(status(result.outcome().status()))
            .setOutput(result.outcome().output())
            .setObserveTime(Times.timestamp(result.observeTime()))
            .setExecutionDuration(Times.span(result.took()))
            .setTraceparent(result.trace().traceparent())
            .setDefinitionVersion(result.setVersion());
    result.outcome().exitCode().ifPresent(message::setExitCode);
    return message.build();
  }

  /// An event of the agent itself.
  public static ObservedEvent event(String system, String kind, String summary, Instant time) {
    return ObservedEvent.newBuilder()
        .setSystem(system)
        .setKind(kind)
        .setSummary(summary.substring(0, Math.min(summary.length(), SUMMARY_MAX)))
        .setObserveTime(Times.timestamp(time))
        .build();
  }

  public static Goodbye goodbye(String reason, Duration expectedAbsence) {
    return Goodbye.newBuilder()
        .setReason(reason)
        .setExpectedAbsence(Times.span(expectedAbsence))
        .build();
  }

  static CheckStatus status(Status status) {
    return switch (status) {
      case OK -> CheckStatus.OK;
      case WARNING -> CheckStatus.WARNING;
      case CRITICAL -> CheckStatus.CRITICAL;
      case UNKNOWN -> CheckStatus.UNKNOWN;
    };
  }
}
