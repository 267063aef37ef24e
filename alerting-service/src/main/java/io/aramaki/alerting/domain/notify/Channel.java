package io.aramaki.alerting.domain.notify;

import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Outcome;

/// Carries notifications to one receiver. Blocks until the receiver answered or a timeout of the
/// channel's own; never throws for what a receiver does.
public interface Channel {
  Outcome send(Message message);
}
