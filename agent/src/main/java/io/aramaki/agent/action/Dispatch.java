package io.aramaki.agent.action;

import java.time.Duration;
import java.util.Map;

/// An order to execute an action once; its signature was verified.
///
/// @param run the run, by resource name
/// @param agent the agent that is meant
/// @param system the system
/// @param action the action, by resource name
/// @param definitionDigest SHA-256 of the definition, lower-case hex
/// @param parameters the values, defaults filled in
/// @param remaining for how long after its arrival it may be started
/// @param boot the boot of the agent that is meant
/// @param traceparent of the request; empty if there is none
/// @param arrivalNanos when it arrived, on the monotonic clock
public record Dispatch(
    String run,
    String agent,
    String system,
    String action,
    String definitionDigest,
    Map<String, String> parameters,
    Duration remaining,
    long boot,
    String traceparent,
    long arrivalNanos) {
  public Dispatch {
    parameters = Map.copyOf(parameters);
  }
}
