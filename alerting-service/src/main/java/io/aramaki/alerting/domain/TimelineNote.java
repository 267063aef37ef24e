package io.aramaki.alerting.domain;

import java.time.Instant;

/// What is to appear in a system's timeline.
///
/// @param eventId the same note again is one event
/// @param notification true for a notification, false for an alert's own change
/// @param actor a resource name; empty if nobody did it
/// @param severity `warning`, `critical`, `unknown` or `ok`
public record TimelineNote(
    String eventId,
    String system,
    boolean notification,
    Instant when,
    String summary,
    String actor,
    String alertId,
    String severity,
    String traceparent) {}
