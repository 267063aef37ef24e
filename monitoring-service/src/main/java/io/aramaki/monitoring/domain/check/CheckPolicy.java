package io.aramaki.monitoring.domain.check;

import java.time.Duration;
import java.util.Map;

/// What the state machine must know of a check's definition.
///
/// @param maxAttempts so many results in a row that are not OK make the state HARD
/// @param everyProblemHard true if every result that is not OK is HARD and a change (`volatile`)
/// @param ttl how long silence may last; zero means for ever
/// @param ttlStatus the status when it lasted longer
/// @param labels the labels of its changes
public record CheckPolicy(
    int maxAttempts,
    boolean everyProblemHard,
    Duration ttl,
    Status ttlStatus,
    Map<String, String> labels) {
  /// The policy of checks that monitoring judges itself: the first problem is HARD.
  public static final CheckPolicy AT_ONCE =
      new CheckPolicy(1, false, Duration.ZERO, Status.WARNING, Map.of());

  public CheckPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, was " + maxAttempts);
    }
    if (!ttlStatus.isProblem()) {
      throw new IllegalArgumentException("ttlStatus must be a problem, was " + ttlStatus);
    }
    labels = Map.copyOf(labels);
  }

  /// The same with other labels.
  public CheckPolicy withLabels(Map<String, String> others) {
    return new CheckPolicy(maxAttempts, everyProblemHard, ttl, ttlStatus, others);
  }
}
