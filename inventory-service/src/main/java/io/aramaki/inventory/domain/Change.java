package io.aramaki.inventory.domain;

/// Who asked for a change, and in which trace.
///
/// @param actor the resource name of a person, a service or an agent
/// @param traceparent W3C; empty if the request is not traced
public record Change(String actor, String traceparent) {
  private static final int TRACE_START = 3;
  private static final int TRACE_END = 35;

  public static Change by(String actor) {
    return new Change(actor, "");
  }

  /// Answers the trace id, 32 hex digits, or the empty text.
  public String trace() {
    return traceparent.length() < TRACE_END ? "" : traceparent.substring(TRACE_START, TRACE_END);
  }
}
