package io.aramaki.ticketing.tracker.redmine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.ticketing.domain.tracker.Draft;
import io.aramaki.ticketing.domain.tracker.Note;
import io.aramaki.ticketing.domain.tracker.Remote;
import io.aramaki.ticketing.domain.tracker.Tracker;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// Redmine. Tried with 5.0, as Debian 12 has it. It needs 5.0, where `allowed_statuses` came; that
/// later versions take and answer the same is read from the description of its REST interface.
///
/// It answers 204 to a status change that its workflow forbids and does nothing, so each write is
/// read back. A wrong key is not refused but sees an empty list, so the probe compares the login
/// before anything is searched or created.
public final class RedmineTracker implements Tracker {
  /// The longest subject that Redmine takes, in characters.
  static final int SUBJECT_MAX = 255;

  /// The most issues with one marker that are looked at; there should be one.
  private static final int MARKED_MAX = 25;

  /// Begins or ends a part that Redmine shows as it is. It knows several names for such parts, in
  /// any case, and lets one name end what another began.
  private static final Pattern LITERAL_TAG =
      Pattern.compile("<(?=\\s*/?\\s*(?:pre|code|kbd|notextile))", Pattern.CASE_INSENSITIVE);

  private final String name;
  private final RedmineConfig config;
  private final RedmineHttp http;

  /// @param outbound goes through a guard of its own for each tracker
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
    return readCreated(created.path("id").asText());
  }

  /// The issue is there: whatever goes wrong now, it must not be created again.
  private Remote readCreated(String id) {
    try {
      return read(id);
    } catch (TrackerFailure failure) {
      throw new TrackerFailure.UnknownOutcome(
          "issue #%s was created but cannot be read: %s".formatted(id, failure.reason()));
    }
  }

  /// A create is a POST and a GET, each of which may take as long to connect as to answer.
  @Override
  public Duration patience() {
    return config.timeout().multipliedBy(4);
  }

  @Override
  public List<Remote> find(String marker) {
    var path =
        "/issues.json?project_id=%s&status_id=*&limit=%d&sort=id:asc&cf_%d=%s"
            .formatted(
                encode(config.project()), MARKED_MAX, config.externalKeyField(), encode(marker));
    var found = new ArrayList<Remote>();
    for (var issue : http.get(path).path("issues")) {
      requireMarker(issue, marker);
      found.add(read(issue.path("id").asText()));
    }
    found.sort(Comparator.comparingLong(remote -> Long.parseLong(remote.id())));
    return List.copyOf(found);
  }

  /// Redmine passes over a filter that it does not have and answers with issues of other people,
  /// which must not be taken for ours.
  private void requireMarker(JsonNode issue, String marker) {
    for (var field : issue.path("custom_fields")) {
      if (field.path("id").asInt() == config.externalKeyField()
          && field.path("value").asText().equals(marker)) {
        return;
      }
    }
    throw new TrackerFailure.Refused(
        "Redmine answered a search for our marker with issue #%s, which does not have it: custom field %d must be \"used as a filter\", in the project \"%s\", and visible to our bot"
            .formatted(issue.path("id").asText(), config.externalKeyField(), config.project()));
  }

  @Override
  public Optional<Remote> get(String id) {
    return http.find(path(id)).map(answer -> remote(answer.path("issue")));
  }

  @Override
  public Remote comment(String id, Note note) {
    var issue = withJournals(id);
    if (has(issue, note)) {
      return remote(issue);
    }
    http.put(path(id), notes(note));
    var after = withJournals(id);
    if (!has(after, note)) {
      throw new TrackerFailure.RefusedByWorkflow(
          "Redmine took a note to issue #%s and did not write it: may our bot add notes?"
              .formatted(id));
    }
    return remote(after);
  }

  @Override
  public Remote resolve(String id, Note note) {
    return move(id, note, config.resolvedStatus());
  }

  @Override
  public Remote reopen(String id, Note note) {
    return move(id, note, config.openStatus());
  }

  @Override
  public Remote closeAsDuplicate(String id, Remote of) {
    var words =
        "A duplicate of %s that came to be while Redmine did not answer."
            .formatted(of.displayKey());
    return move(id, new Note("duplicate-of-" + of.id(), words), config.closedStatus());
  }

  private Remote move(String id, Note note, int status) {
    var issue = withJournals(id);
    if (status(issue) == status && has(issue, note)) {
      return remote(issue);
    }
    var change = has(issue, note) ? change() : notes(note);
    change.withObject("/issue").put("status_id", status);
    http.put(path(id), change);
    var after = http.get(path(id) + "?include=allowed_statuses").path("issue");
    if (status(after) != status) {
      throw new TrackerFailure.RefusedByWorkflow(
          "Redmine left issue #%s at \"%s\"; its workflow allows our bot: %s"
              .formatted(id, after.path("status").path("name").asText(), allowed(after)));
    }
    return remote(after);
  }

  private JsonNode withJournals(String id) {
    return http.get(path(id) + "?include=journals").path("issue");
  }

  /// Whether a note is there: its id stands in its last line.
  private static boolean has(JsonNode issue, Note note) {
    for (var journal : issue.path("journals")) {
      if (journal.path("notes").asText().contains(mark(note))) {
        return true;
      }
    }
    return false;
  }

  private static String mark(Note note) {
    return "[aramaki " + note.id() + "]";
  }

  private static int status(JsonNode issue) {
    return issue.path("status").path("id").asInt();
  }

  private Remote read(String id) {
    return get(id)
        .orElseThrow(() -> new TrackerFailure.Gone("issue #" + id + " is not there any more"));
  }

  private static ObjectNode notes(Note note) {
    var body = change();
    body.withObject("/issue").put("notes", literal(note.text()) + "\n" + mark(note));
    return body;
  }

  private static ObjectNode change() {
    var body = RedmineHttp.JSON.createObjectNode();
    body.putObject("issue");
    return body;
  }

  private static String path(String id) {
    return "/issues/" + encode(id) + ".json";
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

  /// Output of plugins is no markup: Redmine shows it as it is between these. A space takes the
  /// meaning from those that it holds itself.
  private static String literal(String text) {
    var plain = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ");
    return "<pre>" + LITERAL_TAG.matcher(plain).replaceAll("< ") + "</pre>";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
