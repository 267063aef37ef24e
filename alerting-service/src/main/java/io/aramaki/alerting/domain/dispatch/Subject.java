package io.aramaki.alerting.domain.dispatch;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.Severity;

/// What a notification says about one alert; the rest is looked up when it is sent.
///
/// @param alertId the episode
/// @param severity how bad it is said to be
/// @param transitionSeq the alert's newest transition when the notification was made
public record Subject(String alertId, Severity severity, long transitionSeq) {
  /// What can be said of an alert now.
  public static Subject of(Alert alert) {
    return new Subject(alert.id(), alert.severity(), alert.transitionSeq());
  }
}
