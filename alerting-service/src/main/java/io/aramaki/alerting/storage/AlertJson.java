package io.aramaki.alerting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.Alert.Acknowledgement;
import io.aramaki.alerting.domain.alert.Alert.State;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.alert.Transition;
import java.util.Optional;

/// Alerts and their histories as JSON.
final class AlertJson {
  private AlertJson() {}

  static ObjectNode write(Alert alert) {
    var node = Json.object();
    node.put("system", alert.key().system())
        .put("check", alert.key().check())
        .put("agent", alert.key().agent());
    node.put("episode", alert.episode())
        .put("severity", alert.severity().name())
        .put("summary", alert.summary());
    Json.put(node, "labels", alert.labels());
    node.put("transition_seq", alert.transitionSeq()).put("start", alert.start().toString());
    node.put("update", alert.update().toString()).put("traceparent", alert.traceparent());
    switch (alert.state()) {
      case State.Firing _ -> node.put("state", "FIRING");
      case State.Resolved resolved ->
          node.put("state", "RESOLVED").put("end", resolved.when().toString());
      case State.Expired expired ->
          node.put("state", "EXPIRED").put("end", expired.when().toString());
    }
    alert
        .state()
        .acknowledgement()
        .ifPresent(acknowledgement ->
            node.putObject("acknowledgement")
                .put("owner", acknowledgement.owner())
                .put("comment", acknowledgement.comment())
                .put("when", acknowledgement.when().toString()));
    return node;
  }

  static Alert read(JsonNode node) {
    return new Alert(
        new AlertKey(text(node, "system"), text(node, "check"), text(node, "agent")),
        node.path("episode").asLong(),
        state(node),
        Severity.valueOf(text(node, "severity")),
        Json.map(node.path("labels")),
        text(node, "summary"),
        node.path("transition_seq").asLong(),
        Json.time(node, "start"),
        Json.time(node, "update"),
        text(node, "traceparent"));
  }

  static ObjectNode write(Transition transition) {
    return Json.object()
        .put("alert", transition.alertId())
        .put("seq", transition.seq())
        .put("kind", transition.kind())
        .put("when", transition.when().toString())
        .put("actor", transition.actor())
        .put("summary", transition.summary())
        .put("severity", transition.severity().name());
  }

  static Transition readTransition(JsonNode node) {
    return new Transition(
        text(node, "alert"),
        node.path("seq").asLong(),
        text(node, "kind"),
        Json.time(node, "when"),
        text(node, "actor"),
        text(node, "summary"),
        Severity.valueOf(text(node, "severity")));
  }

  private static State state(JsonNode node) {
    var acknowledgement = acknowledgement(node.path("acknowledgement"));
    return switch (text(node, "state")) {
      case "FIRING" -> new State.Firing(acknowledgement);
      case "RESOLVED" -> new State.Resolved(Json.time(node, "end"), acknowledgement);
      case "EXPIRED" -> new State.Expired(Json.time(node, "end"), acknowledgement);
      default ->
          throw new IllegalStateException(
              "an alert with the state \"%s\"".formatted(text(node, "state")));
    };
  }

  private static Optional<Acknowledgement> acknowledgement(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new Acknowledgement(
                text(node, "owner"), text(node, "comment"), Json.time(node, "when")))
        : Optional.empty();
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText("");
  }
}
