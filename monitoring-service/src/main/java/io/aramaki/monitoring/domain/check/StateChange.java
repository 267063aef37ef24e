package io.aramaki.monitoring.domain.check;

import java.time.Instant;
import java.util.Map;

/// A check changed its state. Once recorded it has a shard and a seq and never changes.
///
/// @param check the check's resource name
/// @param system the system
/// @param agent the agent
/// @param previous the status before; NONE if there was none
/// @param status the status now
/// @param hardness whether it notifies
/// @param attempt which attempt
/// @param occurrences results of equal status in a row
/// @param output of the result that made the change
/// @param observeTime when it was observed, by the agent's clock
/// @param recordTime when it was recorded, by monitoring's clock
/// @param labels the labels of the check
/// @param traceparent the parent of every later span; empty if there is none
/// @param previousHard the last HARD status before; a HARD change with the same one does not notify
public record StateChange(
    String check,
    String system,
    String agent,
    Status previous,
    Status status,
    Hardness hardness,
    int attempt,
    long occurrences,
    String output,
    Instant observeTime,
    Instant recordTime,
    Map<String, String> labels,
    String traceparent,
    Status previousHard) {
  /// The most characters of output that a change keeps: rows of a conditional batch must be small.
  public static final int OUTPUT_LENGTH_MAX = 4000;

  public StateChange {
    labels = Map.copyOf(labels);
    if (output.length() > OUTPUT_LENGTH_MAX) {
      output = output.substring(0, OUTPUT_LENGTH_MAX - 1) + "…";
    }
  }

  /// Describes a step.
  public static StateChange of(
      String agent, String check, Step step, CheckPolicy policy, String traceparent, Instant now) {
    CheckRecord after = step.after();
    return new StateChange(
        check,
        after.system(),
        agent,
        step.before().status(),
        after.status(),
        after.hardness(),
        after.attempt(),
        after.occurrences(),
        after.output(),
        after.observeTime(),
        now,
        policy.labels(),
        traceparent,
        step.previousHard());
  }

  /// The same with another output.
  public StateChange withOutput(String other) {
    return new StateChange(
        check,
        system,
        agent,
        previous,
        status,
        hardness,
        attempt,
        occurrences,
        other,
        observeTime,
        recordTime,
        labels,
        traceparent,
        previousHard);
  }

  /// The same with another parent for later spans.
  public StateChange under(String parent) {
    return new StateChange(
        check,
        system,
        agent,
        previous,
        status,
        hardness,
        attempt,
        occurrences,
        output,
        observeTime,
        recordTime,
        labels,
        parent,
        previousHard);
  }
}
