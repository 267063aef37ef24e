package io.aramaki.alerting.domain.alert;

import java.util.Locale;

/// How bad an alert is, in rising order of badness.
public enum Severity {
  UNKNOWN,
  WARNING,
  CRITICAL;

  /// The value of the label `severity`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean worseThan(Severity other) {
    return compareTo(other) > 0;
  }
}
