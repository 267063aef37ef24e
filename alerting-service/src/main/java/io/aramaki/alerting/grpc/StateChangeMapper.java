package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.StateChange;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Problem;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.type.v1.CheckStatus;
import java.util.Optional;

/// State changes as monitoring sends them.
final class StateChangeMapper {
  private StateChangeMapper() {}

  static StateChange map(io.aramaki.monitoring.v1.StateChange change) {
    return new StateChange(
        change.getShard(),
        change.getSeq(),
        new AlertKey(change.getSystem(), change.getCheck(), change.getAgent()),
        change.getHardness() == CheckState.Hardness.HARD,
        severity(change.getState())
            .map(severity ->
                new Problem(
                    severity, change.getOutput(), change.getLabelsMap(), change.getTraceparent())),
        change.getOutput(),
        change.getTraceparent());
  }

  /// Empty for OK. A status that this version does not know is UNKNOWN: somebody should look.
  private static Optional<Severity> severity(CheckStatus status) {
    return switch (status) {
      case OK -> Optional.empty();
      case WARNING -> Optional.of(Severity.WARNING);
      case CRITICAL -> Optional.of(Severity.CRITICAL);
      case UNKNOWN, CHECK_STATUS_UNSPECIFIED, UNRECOGNIZED -> Optional.of(Severity.UNKNOWN);
    };
  }
}
