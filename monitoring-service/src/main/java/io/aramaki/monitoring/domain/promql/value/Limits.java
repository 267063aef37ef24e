package io.aramaki.monitoring.domain.promql.value;

import java.time.Duration;

/// What one query may use. A query over a limit fails and is told which limit it met.
///
/// @param queryLength characters of a query
/// @param nesting how deep expressions may stand in each other
/// @param regexSize states of one regular expression
/// @param points values of each series that a range query returns
/// @param series series that one selector matches
/// @param samples samples that all selectors together read
/// @param cells values that are held at the same time between operators
/// @param time how long the evaluation may take
public record Limits(
    int queryLength,
    int nesting,
    int regexSize,
    int points,
    int series,
    long samples,
    long cells,
    Duration time) {
  /// What is allowed where nothing else is said. Points and samples are those of Prometheus.
  public static final Limits DEFAULT =
      new Limits(
          65_536, 200, 20_000, 11_000, 100_000, 50_000_000L, 50_000_000L, Duration.ofMinutes(2));

  public Limits {
    if (queryLength < 1
        || nesting < 1
        || regexSize < 1
        || points < 1
        || series < 1
        || samples < 1
        || cells < 1
        || !time.isPositive()) {
      throw new IllegalArgumentException("a limit is below 1; expected at least 1 of each");
    }
  }
}
