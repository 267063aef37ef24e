package io.aramaki.alerting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Notification.Progress;
import io.aramaki.alerting.domain.dispatch.Subject;
import io.aramaki.alerting.domain.dispatch.Told;
import io.aramaki.alerting.domain.route.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Groups and notifications as JSON.
final class GroupJson {
  private GroupJson() {}

  static ObjectNode write(Group group) {
    var node = Json.object();
    node.put("key", group.key())
        .put("receiver", group.receiver())
        .put("part", group.part())
        .put("due", group.due().toString());
    node.put("group_wait", group.timers().groupWait().toString());
    node.put("group_interval", group.timers().groupInterval().toString());
    node.put("repeat_interval", group.timers().repeatInterval().toString());
    Json.put(node, "labels", group.labels());
    var alerts = node.putArray("alerts");
    group.alertIds().forEach(alerts::add);
    var told = node.putObject("told");
    group
        .told()
        .forEach((id, known) ->
            told.putObject(id)
                .put("severity", known.severity().name())
                .put("certain", known.certain()));
    group.lastSent().ifPresent(sent -> node.put("last_sent", sent.toString()));
    node.put("flush", group.flush());
    group.outstanding().ifPresent(message -> node.set("outstanding", write(message)));
    return node;
  }

  static Group read(JsonNode node) {
    return new Group(
        node.path("key").asText(),
        node.path("receiver").asText(),
        node.path("part").asInt(1),
        new Timers(
            span(node, "group_wait"), span(node, "group_interval"), span(node, "repeat_interval")),
        Json.map(node.path("labels")),
        ids(node.path("alerts")),
        Json.time(node, "due"),
        told(node.path("told")),
        Json.optionalTime(node, "last_sent"),
        node.path("flush").asLong(),
        node.hasNonNull("outstanding")
            ? Optional.of(readNotification(node.path("outstanding")))
            : Optional.empty());
  }

  static ObjectNode write(Notification message) {
    var node = Json.object();
    node.put("key", message.key())
        .put("receiver", message.receiver())
        .put("group", message.groupKey());
    node.put("flush", message.flush())
        .put("attempts", message.attempts())
        .put("error", message.error());
    node.put("create", message.create().toString());
    Json.put(node, "labels", message.groupLabels());
    switch (message.progress()) {
      case Progress.Claimed claimed ->
          node.put("state", "CLAIMED").put("when", claimed.when().toString());
      case Progress.Sent sent -> node.put("state", "SENT").put("when", sent.when().toString());
      case Progress.Retrying retrying ->
          node.put("state", "RETRYING").put("when", retrying.next().toString());
      case Progress.Undelivered late ->
          node.put("state", "UNDELIVERED").put("when", late.next().toString());
    }
    write(node.putArray("firing"), message.firing());
    write(node.putArray("resolved"), message.resolved());
    return node;
  }

  static Notification readNotification(JsonNode node) {
    return new Notification(
        node.path("key").asText(),
        node.path("receiver").asText(),
        node.path("group").asText(),
        node.path("flush").asLong(),
        Json.map(node.path("labels")),
        subjects(node.path("firing")),
        subjects(node.path("resolved")),
        progress(node),
        node.path("attempts").asInt(),
        node.path("error").asText(),
        Json.time(node, "create"));
  }

  private static Progress progress(JsonNode node) {
    var when = Json.time(node, "when");
    return switch (node.path("state").asText()) {
      case "CLAIMED" -> new Progress.Claimed(when);
      case "SENT" -> new Progress.Sent(when);
      case "RETRYING" -> new Progress.Retrying(when);
      case "UNDELIVERED" -> new Progress.Undelivered(when);
      default ->
          throw new IllegalStateException("a notification with the state " + node.path("state"));
    };
  }

  private static void write(ArrayNode array, List<Subject> subjects) {
    subjects.forEach(subject ->
        array
            .addObject()
            .put("alert", subject.alertId())
            .put("severity", subject.severity().name())
            .put("seq", subject.transitionSeq()));
  }

  private static List<Subject> subjects(JsonNode array) {
    var subjects = new ArrayList<Subject>();
    array.forEach(node ->
        subjects.add(
            new Subject(
                node.path("alert").asText(),
                Severity.valueOf(node.path("severity").asText()),
                node.path("seq").asLong())));
    return subjects;
  }

  private static Set<String> ids(JsonNode array) {
    var ids = new LinkedHashSet<String>();
    array.forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static Map<String, Told> told(JsonNode object) {
    var told = new LinkedHashMap<String, Told>();
    object
        .properties()
        .forEach(entry ->
            told.put(
                entry.getKey(),
                new Told(
                    Severity.valueOf(entry.getValue().path("severity").asText()),
                    entry.getValue().path("certain").asBoolean())));
    return told;
  }

  private static Duration span(JsonNode node, String name) {
    return Duration.parse(node.path(name).asText());
  }
}
