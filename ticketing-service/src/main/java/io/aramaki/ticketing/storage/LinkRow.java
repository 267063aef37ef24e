package io.aramaki.ticketing.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.ticketing.domain.AlertReport;
import io.aramaki.ticketing.domain.Comments;
import io.aramaki.ticketing.domain.Comments.Comment;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.LinkKey;
import io.aramaki.ticketing.domain.timeline.Untold;
import io.aramaki.ticketing.domain.tracker.Remote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A link as a row of the table `link`.
final class LinkRow {
  /// The columns beside the key, in the order of [#values].
  static final List<String> COLUMNS =
      List.of(
          "revision",
          "state",
          "attempt",
          "since",
          "ours",
          "remote_id",
          "remote_key",
          "remote_url",
          "remote_status",
          "remote_canonical",
          "remote_version",
          "alert",
          "system",
          "transition_seq",
          "firing",
          "severity",
          "summary",
          "labels",
          "start",
          "url",
          "traceparent",
          "handled",
          "ended",
          "attempts",
          "next",
          "error",
          "comment_ids",
          "comment_texts",
          "comments_done",
          "sweep_until",
          "untold",
          "create_time",
          "update_time");

  private LinkRow() {}

  /// The values of the columns, then room for what a statement adds.
  static List<@Nullable Object> values(Link link) {
    var values = new ArrayList<@Nullable Object>();
    values.add(link.revision());
    values.add(name(link.state()));
    values.add(link.state() instanceof State.Creating creating ? creating.attempt() : null);
    values.add(since(link.state()));
    values.add(ours(link.state()));
    remote(values, link.state().found());
    var report = link.report();
    values.add(report.alert());
    values.add(report.system());
    values.add(report.transitionSeq());
    values.add(report.firing());
    values.add(report.severity());
    values.add(report.summary());
    values.add(report.labels());
    values.add(report.start());
    values.add(report.url());
    values.add(report.traceparent());
    values.add(link.handled());
    values.add(link.ended().orElse(null));
    values.add(link.attempts());
    values.add(link.next().orElse(null));
    values.add(link.error());
    values.add(link.comments().waiting().stream().map(Comment::requestId).toList());
    values.add(link.comments().waiting().stream().map(Comment::text).toList());
    values.add(link.comments().done());
    values.add(link.sweepUntil().orElse(null));
    values.add(link.untold().notes().stream().map(NoteJson::write).toList());
    values.add(link.create());
    values.add(link.update());
    return values;
  }

  static Link map(Row row) {
    var key = key(row);
    var report =
        new AlertReport(
            text(row, "alert"),
            text(row, "system"),
            row.getLong("transition_seq"),
            row.getBoolean("firing"),
            text(row, "severity"),
            text(row, "summary"),
            Objects.requireNonNull(row.getMap("labels", String.class, String.class)),
            time(row, "start"),
            text(row, "url"),
            text(row, "traceparent"));
    return new Link(
        key,
        row.getLong("revision"),
        state(row),
        report,
        row.getLong("handled"),
        Optional.ofNullable(row.getInstant("ended")),
        row.getInt("attempts"),
        Optional.ofNullable(row.getInstant("next")),
        text(row, "error"),
        comments(row),
        Optional.ofNullable(row.getInstant("sweep_until")),
        new Untold(texts(row, "untold").stream().map(NoteJson::read).toList()),
        time(row, "create_time"),
        time(row, "update_time"));
  }

  private static Comments comments(Row row) {
    var ids = texts(row, "comment_ids");
    var texts = texts(row, "comment_texts");
    var waiting = new ArrayList<Comment>();
    for (int i = 0; i < ids.size(); i++) {
      waiting.add(new Comment(ids.get(i), texts.get(i)));
    }
    return new Comments(waiting, texts(row, "comments_done"));
  }

  private static List<String> texts(Row row, String column) {
    return Objects.requireNonNullElse(row.getList(column, String.class), List.of());
  }

  static LinkKey key(Row row) {
    return new LinkKey(text(row, "tracker"), text(row, "dedupe_key"), row.getLong("episode"));
  }

  private static String name(State state) {
    return switch (state) {
      case State.New _ -> "NEW";
      case State.Creating _ -> "CREATING";
      case State.Reopening _ -> "REOPENING";
      case State.Linked _ -> "LINKED";
      case State.Resolved _ -> "RESOLVED";
      case State.Closed _ -> "CLOSED";
      case State.Failed _ -> "FAILED";
      case State.Lost _ -> "LOST";
    };
  }

  private static @Nullable Instant since(State state) {
    return switch (state) {
      case State.Creating creating -> creating.since();
      case State.Closed closed -> closed.when();
      case State.New _,
          State.Reopening _,
          State.Linked _,
          State.Resolved _,
          State.Failed _,
          State.Lost _ ->
          null;
    };
  }

  private static @Nullable String ours(State state) {
    return switch (state) {
      case State.Linked linked -> linked.ours();
      case State.Resolved resolved -> resolved.ours();
      case State.New _,
          State.Creating _,
          State.Reopening _,
          State.Closed _,
          State.Failed _,
          State.Lost _ ->
          null;
    };
  }

  private static void remote(List<@Nullable Object> values, Optional<Remote> found) {
    var remote = found.orElse(null);
    values.add(remote == null ? null : remote.id());
    values.add(remote == null ? null : remote.displayKey());
    values.add(remote == null ? null : remote.url());
    values.add(remote == null ? null : remote.status());
    values.add(remote == null ? null : remote.canonical().name());
    values.add(remote == null ? null : remote.version());
  }

  private static State state(Row row) {
    var name = text(row, "state");
    return switch (name) {
      case "NEW" -> new State.New();
      case "CREATING" -> new State.Creating(row.getInt("attempt"), time(row, "since"));
      case "REOPENING" -> new State.Reopening(remote(row));
      case "LINKED" -> new State.Linked(remote(row), text(row, "ours"));
      case "RESOLVED" -> new State.Resolved(remote(row), text(row, "ours"));
      case "CLOSED" -> new State.Closed(optionalRemote(row), time(row, "since"));
      case "FAILED" -> new State.Failed(optionalRemote(row));
      case "LOST" -> new State.Lost(remote(row));
      default -> throw new IllegalStateException("a link with the state \"%s\"".formatted(name));
    };
  }

  private static Optional<Remote> optionalRemote(Row row) {
    return row.isNull("remote_id") ? Optional.empty() : Optional.of(remote(row));
  }

  private static Remote remote(Row row) {
    return new Remote(
        text(row, "remote_id"),
        text(row, "remote_key"),
        text(row, "remote_url"),
        text(row, "remote_status"),
        Remote.Canonical.valueOf(text(row, "remote_canonical")),
        text(row, "remote_version"));
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private static Instant time(Row row, String column) {
    return Objects.requireNonNull(row.getInstant(column), column);
  }
}
