package io.aramaki.alerting.domain.dispatch;

/// Where an alert stands for one group.
public enum Standing {
  /// It fires and may notify.
  OPEN,

  /// It fires, and somebody has taken it: it does not notify, but a message about others shows it.
  ACKNOWLEDGED,

  /// It fires, and something keeps it from notifying for now.
  HELD,

  /// It is over, or its labels lead it to other receivers now.
  OVER,

  /// This group's receiver hears of it in another group now.
  ELSEWHERE
}
