package io.aramaki.alerting.domain.dispatch;

import io.aramaki.alerting.domain.alert.Alert;
import java.util.HashSet;
import java.util.List;

/// A notification with all that a channel says about its alerts, as they are when it is sent.
///
/// @param firing alerts that stand
/// @param resolved alerts that are over, for this receiver at least
public record Message(Notification notification, List<Alert> firing, List<Alert> resolved) {
  public Message {
    firing = List.copyOf(firing);
    resolved = List.copyOf(resolved);
  }

  /// Those that are over and did not come back: for who knows problems, not their episodes.
  public List<Alert> resolvedForGood() {
    var back = new HashSet<String>();
    firing.forEach(alert -> back.add(alert.key().hash()));
    return resolved.stream().filter(alert -> !back.contains(alert.key().hash())).toList();
  }
}
