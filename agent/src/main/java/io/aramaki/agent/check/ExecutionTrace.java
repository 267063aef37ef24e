package io.aramaki.agent.check;

/// The trace of one execution.
///
/// @param traceparent in W3C form; empty if there is none
/// @param sampled true if the trace is recorded
public record ExecutionTrace(String traceparent, boolean sampled) {
  public static ExecutionTrace none() {
    return new ExecutionTrace("", false);
  }
}
