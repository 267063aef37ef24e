package io.aramaki.alerting.domain.alert;

import java.time.Instant;

/// One entry of an alert's history.
///
/// @param alertId the episode
/// @param seq its position, from 1; entries that are no transition of the alert (a notification)
///   carry the seq of the last one
/// @param kind `fired`, `severity-changed`, `acknowledged`, `resolved`, `expired`
/// @param actor who did it: a resource name; empty if nobody did
public record Transition(
    String alertId,
    long seq,
    String kind,
    Instant when,
    String actor,
    String summary,
    Severity severity) {}
