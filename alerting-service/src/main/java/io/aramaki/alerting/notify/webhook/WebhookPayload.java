package io.aramaki.alerting.notify.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Notification;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The body of a webhook, version 4 of Alertmanager (`template.Data` and `webhook.Message` there).
/// Beyond it, each alert has the annotation `transition_seq`, which lets a receiver drop what it
/// has seen.
final class WebhookPayload {
  /// The end of an alert that fires, as Alertmanager writes it.
  private static final String NO_END = "0001-01-01T00:00:00Z";

  /// The most alerts in one body; the others are counted in `truncatedAlerts`.
  static final int ALERTS_MAX = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  private WebhookPayload() {}

  static String of(Notification notification, URI external) {
    var body = JSON.createObjectNode();
    var alerts = new ArrayList<Alert>(notification.firing());
    alerts.addAll(notification.resolved());
    var shown = alerts.subList(0, Math.min(ALERTS_MAX, alerts.size()));
    body.put("version", "4");
    body.put("groupKey", notification.groupKey());
    body.put("truncatedAlerts", alerts.size() - shown.size());
    body.put("status", notification.status());
    body.put("receiver", notification.receiver());
    put(body.putObject("groupLabels"), notification.groupLabels());
    put(body.putObject("commonLabels"), common(shown));
    body.putObject("commonAnnotations");
    body.put("externalURL", external.toString());
    ArrayNode array = body.putArray("alerts");
    shown.forEach(alert -> put(array.addObject(), alert, external));
    return body.toString();
  }

  /// The labels as Alertmanager's tools expect them: with `alertname`.
  static Map<String, String> labels(Alert alert) {
    var labels = new TreeMap<>(alert.labels());
    labels.putIfAbsent("alertname", Objects.requireNonNullElse(labels.get("check"), ""));
    return labels;
  }

  private static void put(ObjectNode node, Alert alert, URI external) {
    node.put("status", alert.firing() ? "firing" : "resolved");
    put(node.putObject("labels"), labels(alert));
    var annotations = node.putObject("annotations");
    annotations.put("summary", alert.summary());
    annotations.put("transition_seq", Long.toString(alert.transitionSeq()));
    annotations.put("alert", alert.id());
    node.put("startsAt", alert.start().toString());
    node.put("endsAt", end(alert));
    node.put("generatorURL", external + "/alerts/" + alert.id());
    node.put("fingerprint", alert.key().hash());
  }

  private static String end(Alert alert) {
    return switch (alert.state()) {
      case Alert.State.Firing _ -> NO_END;
      case Alert.State.Resolved resolved -> text(resolved.when());
      case Alert.State.Expired expired -> text(expired.when());
    };
  }

  private static String text(Instant instant) {
    return instant.toString();
  }

  private static Map<String, String> common(Iterable<Alert> alerts) {
    Iterator<Alert> iterator = alerts.iterator();
    if (!iterator.hasNext()) {
      return Map.of();
    }
    var common = new TreeMap<>(labels(iterator.next()));
    while (iterator.hasNext()) {
      var labels = labels(iterator.next());
      common.entrySet().removeIf(entry -> !entry.getValue().equals(labels.get(entry.getKey())));
    }
    return common;
  }

  private static void put(ObjectNode node, Map<String, String> labels) {
    new TreeMap<>(labels).forEach(node::put);
  }
}
