package io.aramaki.monitoring.domain.promql.syntax;

/// The modifier `@`: at which time a selector is evaluated, instead of the time of each step.
public sealed interface At {
  /// There is none.
  record Step() implements At {}

  /// A fixed time.
  ///
  /// @param millis since the epoch
  record Time(long millis) implements At {}

  /// The start of the query.
  record Start() implements At {}

  /// The end of the query.
  record End() implements At {}
}
