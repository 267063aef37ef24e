package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.notify.Channel;
import java.util.Map;
import java.util.function.BiConsumer;

/// The ways to all receivers.
///
/// @param channels by receiver
/// @param heard of each message and what became of it, for metrics
public record Receiving(Map<String, Channel> channels, BiConsumer<Message, Outcome> heard) {
  public Receiving {
    channels = Map.copyOf(channels);
  }
}
