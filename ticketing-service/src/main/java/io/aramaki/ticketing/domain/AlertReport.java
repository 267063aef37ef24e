package io.aramaki.ticketing.domain;

import java.time.Instant;
import java.util.Map;

/// What alerting last said about an alert.
///
/// @param alert the resource name
/// @param system the resource name
/// @param transitionSeq an older report than the one that is known changes nothing
/// @param firing whether the problem stands, as far as the tracker is to know
/// @param severity `warning`, `critical` or `unknown`
/// @param summary the output of the check
/// @param url where people find the alert; empty if unknown
/// @param traceparent W3C traceparent; empty if none
public record AlertReport(
    String alert,
    String system,
    long transitionSeq,
    boolean firing,
    String severity,
    String summary,
    Map<String, String> labels,
    Instant start,
    String url,
    String traceparent) {
  public AlertReport {
    labels = Map.copyOf(labels);
  }

  /// Whether it says what the known one does not: a newer transition, or that the same one is taken
  /// back.
  boolean isNewsAfter(AlertReport known) {
    return transitionSeq > known.transitionSeq
        || (transitionSeq == known.transitionSeq && known.firing && !firing);
  }
}
