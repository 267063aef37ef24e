package io.aramaki.alerting.domain.alert;

import java.util.Map;

/// What a check says when it is confirmed not to be OK.
///
/// @param severity how bad it is
/// @param summary the output of the check
/// @param labels the labels of the check
/// @param traceparent W3C traceparent of the result; empty if none
public record Problem(
    Severity severity, String summary, Map<String, String> labels, String traceparent) {
  public Problem {
    labels = Map.copyOf(labels);
  }
}
