package io.aramaki.agent.action;

import java.util.function.Consumer;

/// Puts a span around the execution of a run.
@FunctionalInterface
public interface RunTracing {
  /// Carries the execution out within a span and hands it the span's traceparent.
  ///
  /// @param parent the traceparent of the request; empty if there is none
  void trace(String run, String parent, Consumer<String> execution);

  /// No spans; the execution sees the request's own.
  static RunTracing none() {
    return (_, parent, execution) -> execution.accept(parent);
  }
}
