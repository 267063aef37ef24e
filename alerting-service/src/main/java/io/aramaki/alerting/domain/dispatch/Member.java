package io.aramaki.alerting.domain.dispatch;

import io.aramaki.alerting.domain.alert.Alert;

/// An alert of a group, at the time of a look.
public record Member(Alert alert, Standing standing) {
  String id() {
    return alert.id();
  }

  boolean open() {
    return standing == Standing.OPEN;
  }

  /// Whether it fires for this group.
  boolean stands() {
    return switch (standing) {
      case OPEN, ACKNOWLEDGED, HELD -> true;
      case OVER, ELSEWHERE -> false;
    };
  }
}
