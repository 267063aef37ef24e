package io.aramaki.alerting.domain.dispatch;

/// What became of an attempt to notify.
public sealed interface Outcome {
  /// The receiver said yes.
  record Accepted() implements Outcome {}

  /// Nothing reached the receiver: no connection, or our own circuit breaker is open.
  record NotReached(String why) implements Outcome {}

  /// The receiver said no, or did not answer in time: it may have acted on it all the same.
  record Unclear(String why) implements Outcome {}
}
