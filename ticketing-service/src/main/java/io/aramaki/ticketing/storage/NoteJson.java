package io.aramaki.ticketing.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aramaki.ticketing.domain.timeline.TimelineNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/// Lines for timelines as JSON.
final class NoteJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private NoteJson() {}

  static String write(TimelineNote note) {
    return JSON.createObjectNode()
        .put("id", note.id())
        .put("system", note.system())
        .put("when", note.when().toString())
        .put("words", note.words())
        .put("severity", note.severity())
        .put("traceparent", note.traceparent())
        .toString();
  }

  static TimelineNote read(String text) {
    try {
      var node = JSON.readTree(text);
      return new TimelineNote(
          node.path("id").asText(),
          node.path("system").asText(),
          Instant.parse(node.path("when").asText()),
          node.path("words").asText(),
          node.path("severity").asText(),
          node.path("traceparent").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
