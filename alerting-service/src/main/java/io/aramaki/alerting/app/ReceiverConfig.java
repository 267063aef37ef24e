package io.aramaki.alerting.app;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Somebody who is notified: `webhook` or `ticket` is set, or neither for alerts that are only
/// looked at in the UI.
public record ReceiverConfig(
    @Doc("Its name, for routes.") String name,
    @Doc("Posts the payload of Alertmanager, version 4.") Optional<Webhook> webhook,
    @Doc("Opens tickets.") Optional<Ticket> ticket,
    @Default("true") @Doc("Whether it wants to hear that a problem is over.")
        boolean sendResolved) {
  public ReceiverConfig {
    if (webhook.isPresent() && ticket.isPresent()) {
      throw new IllegalArgumentException(
          "receiver \"%s\" has both webhook and ticket (expected: at most one; make two receivers)"
              .formatted(name));
    }
  }

  /// A URL that is posted to.
  public record Webhook(
      @Doc("The URL.") URI url,
      @Default("5s") @Doc("After which no connection counts as not reached.")
          Duration connectTimeout,
      @Default("10s") @Doc("After which no answer counts as unclear.") Duration timeout) {}

  /// A tracker.
  public record Ticket(@Doc("Its name in the configuration of ticketing.") String tracker) {}
}
