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
  private final int newest;

  /// Reads what the variables of `./aramaki verify` say; issues that exist already are none of
  /// ours.
  public Redmine() throws IOException {
    try {
      info = JSON.readTree(variable("REDMINE_INFO"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    newest = all().stream().mapToInt(issue -> issue.path("id").asInt()).max().orElse(0);
  }

  /// Whether one was started.
  public static boolean isThere() {
    return System.getenv("REDMINE_URL") != null;
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

  /// The issues of this run, open and closed, whose subject holds the text.
  public List<JsonNode> issues(String text) throws IOException {
    return all().stream()
        .filter(issue -> issue.path("id").asInt() > newest)
        .filter(issue -> issue.path("subject").asText().contains(text))
        .toList();
  }

  /// The newest issues of all, at most 100.
  private List<JsonNode> all() throws IOException {
    var request =
        HttpRequest.newBuilder(url().resolve("/issues.json?status_id=*&limit=100&sort=id:desc"))
            .header("X-Redmine-API-Key", variable("REDMINE_ADMIN_KEY"))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("Redmine answers " + response.statusCode());
      }
      var found = new ArrayList<JsonNode>();
      JSON.readTree(response.body()).path("issues").forEach(found::add);
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
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
