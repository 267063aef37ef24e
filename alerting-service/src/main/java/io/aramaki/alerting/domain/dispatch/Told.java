package io.aramaki.alerting.domain.dispatch;

import io.aramaki.alerting.domain.alert.Severity;

/// What a receiver knows about an alert that it was told to be firing.
///
/// @param severity how bad it was told to be
/// @param certain false if the receiver may not have got it, or if the alert was held since: then a
///   firing is told again, and a resolved is told, too
public record Told(Severity severity, boolean certain) {
  Told doubtful() {
    return new Told(severity, false);
  }
}
