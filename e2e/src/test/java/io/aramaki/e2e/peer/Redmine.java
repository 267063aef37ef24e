package io.aramaki.e2e.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// The Redmine that `./aramaki verify` started, as its administrator sees it.
public final class Redmine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonNode info;

  /// Reads what the variables of `./aramaki verify` say.
  public Redmine() {
    try {
      info = JSON.readTree(variable("REDMINE_INFO"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its address.
  public static URI url() {
    return URI.create(variable("REDMINE_URL"));
  }

  /// The part of `ticketing.yaml` that connects it.
  ///
  /// @param url its address, or that of a way to it
  /// @param keyFile a file with [#botKey]
  public String config(URI url, String keyFile) {
    return """
    trackers:
      - name: redmine
        reopen-within: 7d
        redmine:
          url: %s
          key-file: %s
          login: bot
          project: %s
          tracker-id: %d
          external-key-field: %d
          open-status: %d
          resolved-status: %d
          closed-status: %d
          priorities: {warning: %d, critical: %d}
    """
        .formatted(
            url,
            keyFile,
            variable("REDMINE_PROJECT"),
            info.path("tracker_id").asInt(),
            info.path("external_key_field_id").asInt(),
            id("statuses", "New"),
            id("statuses", "Resolved"),
            id("statuses", "Closed"),
            id("priorities", "Normal"),
            id("priorities", "Urgent"));
  }

  /// The key of our bot.
  public static String botKey() {
    return variable("REDMINE_BOT_KEY");
  }

  /// The issues, open and closed, whose subject holds the text.
  public List<JsonNode> issues(String text) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url().resolve("/issues.json?status_id=*&limit=100&sort=id:desc"))
            .header("X-Redmine-API-Key", variable("REDMINE_ADMIN_KEY"))
            .build();
    var response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("Redmine answers " + response.statusCode());
    }
    var found = new ArrayList<JsonNode>();
    for (var issue : JSON.readTree(response.body()).path("issues")) {
      if (issue.path("subject").asText().contains(text)) {
        found.add(issue);
      }
    }
    return found;
  }

  private int id(String list, String name) {
    for (var entry : info.path(list)) {
      if (entry.path("name").asText().equals(name)) {
        return entry.path("id").asInt();
      }
    }
    throw new IllegalStateException("this Redmine has no %s in %s".formatted(name, list));
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
