package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.value.Limits;
import java.time.Duration;

/// How queries are evaluated.
///
/// @param limits what each may use
/// @param lookback how old the newest sample of a series may be
/// @param subqueryStep the step of a subquery that names none
public record Settings(Limits limits, Duration lookback, Duration subqueryStep) {
  /// As Prometheus has it where nothing is configured.
  public static final Settings DEFAULT =
      new Settings(Limits.DEFAULT, Duration.ofMinutes(5), Duration.ofMinutes(1));

  public Settings {
    if (!lookback.isPositive() || subqueryStep.toMillis() < 1) {
      throw new IllegalArgumentException(
          "lookback "
              + lookback
              + " and subquery step "
              + subqueryStep
              + "; expected at least 1 ms of each");
    }
  }
}
