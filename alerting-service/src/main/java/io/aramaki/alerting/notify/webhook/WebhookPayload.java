package io.aramaki.alerting.notify.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

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

  static String of(Message message, URI external) {
    var notification = message.notification();
    var body = JSON.createObjectNode();
    var entries = new ArrayList<Entry>();
    message.firing().forEach(alert -> entries.add(new Entry(alert, true)));
    message.resolvedForGood().forEach(alert -> entries.add(new Entry(alert, false)));
    var shown = entries.subList(0, Math.min(ALERTS_MAX, entries.size()));
    body.put("version", "4");
    body.put("groupKey", notification.groupKey());
    body.put("truncatedAlerts", entries.size() - shown.size());
    body.put("status", notification.status());
    body.put("receiver", notification.receiver());
    put(body.putObject("groupLabels"), notification.groupLabels());
    put(body.putObject("commonLabels"), common(shown, WebhookPayload::labels));
    put(body.putObject("commonAnnotations"), common(shown, WebhookPayload::annotations));
    body.put("externalURL", external.toString());
    var array = body.putArray("alerts");
    shown.forEach(entry -> put(array.addObject(), entry, external));
    return body.toString();
  }

  /// @param firing false also for an alert that stands, but not for this receiver any more
  private record Entry(Alert alert, boolean firing) {
    String end() {
      if (firing) {
        return NO_END;
      }
      return switch (alert.state()) {
        case Alert.State.Firing _ -> alert.update().toString();
        case Alert.State.Resolved resolved -> resolved.when().toString();
        case Alert.State.Expired expired -> expired.when().toString();
      };
    }
  }

  /// The labels as Alertmanager's tools expect them: with `alertname`.
  static Map<String, String> labels(Alert alert) {
    var labels = new TreeMap<>(alert.labels());
    labels.putIfAbsent("alertname", Objects.requireNonNullElse(labels.get("check"), ""));
    return labels;
  }

  private static void put(ObjectNode node, Entry entry, URI external) {
    var alert = entry.alert();
    node.put("status", entry.firing() ? "firing" : "resolved");
    put(node.putObject("labels"), labels(alert));
    put(node.putObject("annotations"), annotations(alert));
    node.put("startsAt", alert.start().toString());
    node.put("endsAt", entry.end());
    node.put("generatorURL", external + "/alerts/" + alert.id());
    node.put("fingerprint", alert.key().hash());
  }

  private static Map<String, String> annotations(Alert alert) {
    return Map.of(
        "summary", alert.summary(),
        "transition_seq", Long.toString(alert.transitionSeq()),
        "alert", alert.id());
  }

  /// What all of them say alike.
  private static Map<String, String> common(
      List<Entry> entries, Function<Alert, Map<String, String>> words) {
    if (entries.isEmpty()) {
      return Map.of();
    }
    var common = new TreeMap<>(words.apply(entries.getFirst().alert()));
    for (var entry : entries) {
      common.entrySet().retainAll(words.apply(entry.alert()).entrySet());
    }
    return common;
  }

  private static void put(ObjectNode node, Map<String, String> labels) {
    new TreeMap<>(labels).forEach(node::put);
  }
}
