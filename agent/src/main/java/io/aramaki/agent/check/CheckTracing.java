package io.aramaki.agent.check;

import java.util.function.Function;

/// Puts a span around an execution.
public interface CheckTracing {
  /// Runs the check within a span and hands it the span's trace context.
  CheckOutcome trace(CheckDefinition check, Function<ExecutionTrace, CheckOutcome> execution);

  /// No spans.
  static CheckTracing none() {
    return (_, execution) -> execution.apply(ExecutionTrace.none());
  }
}
