package io.aramaki.alerting.notify.webhook;

import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.notify.Channel;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.http.outbound.OutboundFailure;
import io.aramaki.kit.http.outbound.OutboundRequest;
import java.net.URI;
import java.util.Map;

/// Posts notifications to one URL. Every status below 300 is a yes. Anything else, also no answer
/// in time, may have been acted on: the message is sent again with the same `Idempotency-Key`.
public final class WebhookChannel implements Channel {
  private final URI url;
  private final URI external;
  private final Outbound outbound;

  /// @param external where people find this organisation's gateway
  /// @param outbound goes through a guard of its own for each receiver
  public WebhookChannel(URI url, URI external, Outbound outbound) {
    this.url = url;
    this.external = external;
    this.outbound = outbound;
  }

  @Override
  public Outcome send(Message message) {
    var headers =
        Map.of(
            "Content-Type",
            "application/json",
            "User-Agent",
            "Aramaki",
            "Idempotency-Key",
            message.notification().key());
    var request = new OutboundRequest("POST", url, headers, WebhookPayload.of(message, external));
    try {
      var response = outbound.exchange(request);
      return response.status() < 300
          ? new Outcome.Accepted()
          : new Outcome.Unclear("%s answered %d".formatted(url.getHost(), response.status()));
    } catch (OutboundFailure.NotSent failure) {
      return new Outcome.NotReached(failure.reason());
    } catch (OutboundFailure failure) {
      return new Outcome.Unclear(failure.reason());
    }
  }
}
