package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/// What a receiver has to hear after a message that went out too late.
final class Late {
  private Late() {}

  /// The state of now, if a receiver would take another one from the late message.
  ///
  /// @param durable finds an alert as it is now; one that is not there any more is over
  static Optional<Message> correction(
      Message late, Function<String, Optional<Alert>> durable, Instant now) {
    var firing = new ArrayList<Alert>();
    var resolved = new ArrayList<Alert>();
    boolean wrong = false;
    for (var alert : late.firing()) {
      var current =
          durable
              .apply(alert.id())
              .orElseGet(() -> alert.resolve("", "", alert.traceparent(), now).alert());
      wrong |= !current.firing() || current.severity() != alert.severity();
      (current.firing() ? firing : resolved).add(current);
    }
    if (!wrong) {
      return Optional.empty();
    }
    var message = late.notification();
    var notification =
        new Notification(
            message.key() + "-late",
            message.receiver(),
            message.groupKey(),
            message.flush(),
            message.groupLabels(),
            firing.stream().map(Subject::of).toList(),
            resolved.stream().map(Subject::of).toList(),
            new Notification.Progress.Claimed(now),
            0,
            "",
            now);
    return Optional.of(new Message(notification, firing, resolved));
  }
}
