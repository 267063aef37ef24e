package io.aramaki.ticketing.tracker.redmine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.ticketing.domain.Draft;
import io.aramaki.ticketing.domain.Remote;
import io.aramaki.ticketing.domain.Tracker;
import io.aramaki.ticketing.domain.TrackerFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Redmine, versions 5.0 to 7.0.
///
/// It answers 204 to a status change that its workflow forbids and does nothing, so each write is
/// read back. A wrong key is not refused but sees an empty list, so the probe compares the login
/// before anything is searched or created.
public final class RedmineTracker implements Tracker {
  /// The longest subject that Redmine takes, in characters.
  static final int SUBJECT_MAX = 255;

  /// The most issues with one marker that are looked at; there should be one.
  private static final int MARKED_MAX = 25;

  private final String name;
  private final RedmineConfig config;
  private final RedmineHttp http;

  public RedmineTracker(String name, RedmineConfig config, Outbound outbound) {
    this.name = name;
    this.config = config;
    this.http = new RedmineHttp(outbound, config.url(), config.key());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "redmine";
  }

  /// Redmine searches its database: a new issue is found at once.
  @Override
  public Duration indexLag() {
    return Duration.ZERO;
  }

  @Override
  public void probe() {
    var login = http.get("/users/current.json").path("user").path("login").asText("");
    if (!login.equals(config.login())) {
      throw new TrackerFailure.BadCredential(
          "the key belongs to \"%s\" (configured: \"%s\")".formatted(login, config.login()));
    }
  }

  @Override
  public Remote create(Draft draft) {
    var body = RedmineHttp.JSON.createObjectNode();
    var issue = body.putObject("issue");
    issue.put("project_id", config.project()).put("tracker_id", config.trackerId());
    issue.put("subject", cut(draft.title())).put("description", literal(draft.description()));
    var priority = config.priorities().get(draft.severity());
    if (priority != null) {
      issue.put("priority_id", priority.intValue());
    }
    issue
        .putArray("custom_fields")
        .addObject()
        .put("id", config.externalKeyField())
        .put("value", draft.marker());
    var created = http.post("/issues.json", body).path("issue");
    if (created.path("id").isMissingNode()) {
      throw new TrackerFailure.UnknownOutcome("Redmine's answer to a create has no issue id");
    }
    return read(created.path("id").asText());
  }

  @Override
  public List<Remote> find(String marker) {
    var path =
        "/issues.json?project_id=%s&status_id=*&limit=%d&sort=id:asc&cf_%d=%s"
            .formatted(
                encode(config.project()), MARKED_MAX, config.externalKeyField(), encode(marker));
    var found = new ArrayList<Remote>();
    for (var issue : http.get(path).path("issues")) {
      found.add(read(issue.path("id").asText()));
    }
    found.sort(Comparator.comparingLong(remote -> Long.parseLong(remote.id())));
    return List.copyOf(found);
  }

  @Override
  public Optional<Remote> get(String id) {
    return http.find("/issues/" + encode(id) + ".json").map(answer -> remote(answer.path("issue")));
  }

  @Override
  public Remote comment(String id, String text) {
    return write(id, notes(text));
  }

  @Override
  public Remote resolve(String id, String comment) {
    return move(id, comment, config.resolvedStatus());
  }

  @Override
  public Remote reopen(String id, String comment) {
    return move(id, comment, config.openStatus());
  }

  @Override
  public Remote closeAsDuplicate(String id, Remote of) {
    return move(
        id,
        "A duplicate of " + of.displayKey() + " that came to be while Redmine did not answer.",
        config.closedStatus());
  }

  private Remote move(String id, String comment, int status) {
    var change = notes(comment);
    change.withObject("/issue").put("status_id", status);
    write(id, change);
    var issue = http.get("/issues/" + encode(id) + ".json?include=allowed_statuses").path("issue");
    if (issue.path("status").path("id").asInt() != status) {
      throw new TrackerFailure.RefusedByWorkflow(
          "Redmine left issue #%s at \"%s\"; its workflow allows our bot: %s"
              .formatted(id, issue.path("status").path("name").asText(), allowed(issue)));
    }
    return remote(issue);
  }

  private Remote write(String id, ObjectNode change) {
    http.put("/issues/" + encode(id) + ".json", change);
    return read(id);
  }

  private Remote read(String id) {
    return get(id)
        .orElseThrow(() -> new TrackerFailure.Gone("issue #" + id + " is not there any more"));
  }

  private static ObjectNode notes(String text) {
    var body = RedmineHttp.JSON.createObjectNode();
    body.putObject("issue").put("notes", literal(text));
    return body;
  }

  private Remote remote(JsonNode issue) {
    var id = issue.path("id").asText();
    var status = issue.path("status");
    return new Remote(
        id,
        "#" + id,
        config.url() + "/issues/" + id,
        status.path("name").asText(),
        canonical(status),
        issue.path("updated_on").asText());
  }

  /// `Resolved` is not closed in Redmine's default workflow, so it is told by its id.
  private Remote.Canonical canonical(JsonNode status) {
    if (status.path("id").asInt() == config.resolvedStatus()) {
      return Remote.Canonical.RESOLVED;
    }
    return status.path("is_closed").asBoolean() ? Remote.Canonical.CLOSED : Remote.Canonical.OPEN;
  }

  private static String allowed(JsonNode issue) {
    var names = new StringJoiner(", ");
    issue.path("allowed_statuses").forEach(status -> names.add(status.path("name").asText()));
    return names.length() == 0 ? "nothing" : names.toString();
  }

  /// Cuts to whole code points and says so.
  static String cut(String title) {
    var line = title.isBlank() ? "(no output)" : title;
    if (line.codePointCount(0, line.length()) <= SUBJECT_MAX) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, SUBJECT_MAX - 1)) + "…";
  }

  /// Output of plugins is no markup: Redmine shows it as it is between these.
  private static String literal(String text) {
    return "<pre>"
        + text.replace("</pre>", "< /pre>").replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ")
        + "</pre>";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
