package io.aramaki.alerting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.alerting.domain.TimelineNote;

/// Notes for the timeline as JSON.
final class NoteJson {
  private NoteJson() {}

  static ObjectNode write(TimelineNote note) {
    return Json.object()
        .put("event_id", note.eventId())
        .put("system", note.system())
        .put("notification", note.notification())
        .put("when", note.when().toString())
        .put("summary", note.summary())
        .put("actor", note.actor())
        .put("alert", note.alertId())
        .put("severity", note.severity())
        .put("traceparent", note.traceparent());
  }

  static TimelineNote read(JsonNode node) {
    return new TimelineNote(
        node.path("event_id").asText(),
        node.path("system").asText(),
        node.path("notification").asBoolean(),
        Json.time(node, "when"),
        node.path("summary").asText(),
        node.path("actor").asText(),
        node.path("alert").asText(),
        node.path("severity").asText(),
        node.path("traceparent").asText());
  }
}
