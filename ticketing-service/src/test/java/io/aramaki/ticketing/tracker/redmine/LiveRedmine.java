package io.aramaki.ticketing.tracker.redmine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.http.outbound.Outbound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The Redmine that `./aramaki verify` started, by its environment variables.
final class LiveRedmine {
  private LiveRedmine() {}

  static RedmineConfig config(Redacted key) {
    var info = info();
    var priorities = new HashMap<String, Integer>();
    info.path("priorities")
        .forEach(priority ->
            priorities.put(priority.path("name").asText(), priority.path("id").asInt()));
    return new RedmineConfig(
        URI.create(variable("REDMINE_URL")),
        key,
        "bot",
        variable("REDMINE_PROJECT"),
        info.path("tracker_id").asInt(),
        info.path("external_key_field_id").asInt(),
        status(info, "New"),
        status(info, "Resolved"),
        status(info, "Closed"),
        Map.of(
            "warning",
            priorities.getOrDefault("Normal", 1),
            "critical",
            priorities.getOrDefault("Urgent", 1)),
        Duration.ofSeconds(20));
  }

  /// The notes of an issue, the oldest first, as Redmine's own journal has them.
  static List<String> notes(String id, Outbound outbound) {
    var http = new RedmineHttp(outbound, URI.create(variable("REDMINE_URL")), botKey());
    var notes = new ArrayList<String>();
    for (var journal : http.get("/issues/" + id + ".json?include=journals").at("/issue/journals")) {
      if (!journal.path("notes").asText("").isEmpty()) {
        notes.add(journal.path("notes").asText());
      }
    }
    return List.copyOf(notes);
  }

  static Redacted botKey() {
    return Redacted.of(variable("REDMINE_BOT_KEY"));
  }

  private static int status(JsonNode info, String name) {
    for (var status : info.path("statuses")) {
      if (status.path("name").asText().equals(name)) {
        return status.path("id").asInt();
      }
    }
    throw new IllegalStateException("this Redmine has no status " + name);
  }

  private static JsonNode info() {
    try {
      return new ObjectMapper().readTree(variable("REDMINE_INFO"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String variable(String name) {
    var value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(
          "the variable %s is missing: './aramaki verify' starts a Redmine and sets it; without one leave out the tag redmine"
              .formatted(name));
    }
    return value;
  }
}
