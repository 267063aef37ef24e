package io.aramaki.alerting.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Subject;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The body of a webhook against what Alertmanager's receivers read: version 4, as its
/// documentation of `webhook_config` lists the fields.
final class WebhookPayloadTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-01-01T00:05:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void alertsThatFireAndThatAreOver_areWrittenAsAlertmanagerDoes() throws IOException {
    // Given
    var firing = alert("host1", new Alert.State.Firing(Optional.empty()));
    var over = alert("host2", new Alert.State.Resolved(END, Optional.empty()));

    // When
    var body = body(List.of(firing), List.of(over));

    // Then
    var expected =
        """
        {
          "version": "4",
          "groupKey": "{}:{check=\\"http\\"}@ops",
          "truncatedAlerts": 0,
          "status": "firing",
          "receiver": "ops",
          "groupLabels": {"check": "http"},
          "commonLabels": {"alertname": "http", "check": "http"},
          "commonAnnotations": {"summary": "HTTP CRITICAL", "transition_seq": "3"},
          "externalURL": "https://aramaki.test",
          "alerts": [
            {
              "status": "firing",
              "labels": {"alertname": "http", "check": "http", "host": "host1"},
              "annotations": {"alert": "%1$s", "summary": "HTTP CRITICAL", "transition_seq": "3"},
              "startsAt": "2026-01-01T00:00:00Z",
              "endsAt": "0001-01-01T00:00:00Z",
              "generatorURL": "https://aramaki.test/alerts/%1$s",
              "fingerprint": "%2$s"
            },
            {
              "status": "resolved",
              "labels": {"alertname": "http", "check": "http", "host": "host2"},
              "annotations": {"alert": "%3$s", "summary": "HTTP CRITICAL", "transition_seq": "3"},
              "startsAt": "2026-01-01T00:00:00Z",
              "endsAt": "2026-01-01T00:05:00Z",
              "generatorURL": "https://aramaki.test/alerts/%3$s",
              "fingerprint": "%4$s"
            }
          ]
        }
        """
            .formatted(firing.id(), firing.key().hash(), over.id(), over.key().hash());
    assertThat(body).isEqualTo(JSON.readTree(expected));
  }

  @Test
  void alertsThatAreAllOver_makeAResolvedMessage() throws IOException {
    // When
    var body =
        body(List.of(), List.of(alert("host1", new Alert.State.Resolved(END, Optional.empty()))));

    // Then
    assertThat(body.path("status").asText()).isEqualTo("resolved");
    assertThat(body.path("alerts")).hasSize(1);
  }

  @Test
  void alertsBeyondTheMost_areCounted() throws IOException {
    // Given
    var all =
        IntStream.range(0, WebhookPayload.ALERTS_MAX + 7)
            .mapToObj(i -> alert("host" + i, new Alert.State.Firing(Optional.empty())))
            .toList();

    // When
    var body = body(all, List.of());

    // Then
    assertThat(body.path("alerts")).hasSize(WebhookPayload.ALERTS_MAX);
    assertThat(body.path("truncatedAlerts").asInt()).isEqualTo(7);
  }

  private static JsonNode body(List<Alert> firing, List<Alert> resolved) throws IOException {
    var notification =
        new Notification(
            "key-1",
            "ops",
            "{}:{check=\"http\"}@ops",
            1,
            Map.of("check", "http"),
            firing.stream().map(Subject::of).toList(),
            resolved.stream().map(Subject::of).toList(),
            new Notification.Progress.Claimed(START),
            0,
            "",
            START);
    var message = new Message(notification, firing, resolved);
    return JSON.readTree(WebhookPayload.of(message, URI.create("https://aramaki.test")));
  }

  private static Alert alert(String host, Alert.State state) {
    var key = new AlertKey("orgs/o/systems/web", "orgs/o/checks/http", "orgs/o/agents/" + host);
    return new Alert(
        key,
        1,
        state,
        Severity.CRITICAL,
        Map.of("check", "http", "host", host),
        "HTTP CRITICAL",
        3,
        START,
        START,
        "");
  }
}
