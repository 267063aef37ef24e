package io.aramaki.alerting.app;

import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.notify.Channel;
import io.aramaki.alerting.engine.Receiving;
import io.aramaki.alerting.grpc.TicketChannel;
import io.aramaki.alerting.notify.webhook.WebhookChannel;
import io.aramaki.kit.http.guard.Guard;
import io.aramaki.kit.http.guard.GuardConfig;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.telemetry.Counter;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The channels of the configured receivers.
final class Channels {
  /// Calls to one webhook at the same time, and those that wait for their turn.
  private static final int CALLS_MAX = 8;

  private static final int WAITING_MAX = 64;

  /// After this share of failures among the last calls, in percent, a webhook is left alone for a
  /// moment.
  private static final int FAILURE_PERCENT = 80;

  private static final int WINDOW = 20;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// Alerts of a receiver that is neither webhook nor tracker are only looked at.
  private static final Channel NOBODY = _ -> new Outcome.Accepted();

  private final AlertingConfig config;
  private final String organisation;
  private final io.grpc.Channel ticketing;
  private final Telemetry telemetry;
  private final Metrics metrics;

  Channels(
      AlertingConfig config,
      String organisation,
      io.grpc.Channel ticketing,
      Telemetry telemetry,
      Metrics metrics) {
    this.config = config;
    this.organisation = organisation;
    this.ticketing = ticketing;
    this.telemetry = telemetry;
    this.metrics = metrics;
  }

  Receiving receiving() {
    var counter =
        metrics.counter(
            "aramaki_alerting_notifications_total",
            "Attempts to notify, by receiver and outcome.",
            "receiver",
            "outcome");
    return new Receiving(channels(), (message, outcome) -> count(counter, message, outcome));
  }

  private Map<String, Channel> channels() {
    var channels = new HashMap<String, Channel>();
    for (var receiver : config.receivers()) {
      var name = receiver.name();
      channels.put(name, NOBODY);
      receiver.webhook().ifPresent(webhook -> channels.put(name, webhook(name, webhook)));
      receiver.ticket().ifPresent(ticket -> channels.put(name, ticket(ticket)));
    }
    return channels;
  }

  private Channel webhook(String name, ReceiverConfig.Webhook webhook) {
    // A whole call may take a little longer than each of its parts.
    var whole = webhook.connectTimeout().plus(webhook.timeout().multipliedBy(2));
    var limits = new GuardConfig(whole, CALLS_MAX, WAITING_MAX, WINDOW, FAILURE_PERCENT, PAUSE);
    var guard = Guard.create("webhook " + name, limits, metrics);
    var outbound =
        new Outbound("webhook " + name, webhook.connectTimeout(), webhook.timeout(), telemetry)
            .guardedBy(guard);
    var channel = new WebhookChannel(webhook.url(), config.externalUrl(), outbound);
    return new TracedChannel(name, channel, telemetry.tracer("alerting"));
  }

  private Channel ticket(ReceiverConfig.Ticket ticket) {
    return new TicketChannel(
        ticketing,
        ticket.tracker(),
        organisation,
        config.externalUrl(),
        telemetry.tracer("alerting"));
  }

  private static void count(Counter counter, Message message, Outcome outcome) {
    var word =
        switch (outcome) {
          case Outcome.Accepted _ -> "accepted";
          case Outcome.NotReached _ -> "not_reached";
          case Outcome.Unclear _ -> "unclear";
        };
    counter.with(message.notification().receiver(), word).increment();
  }
}
