package io.aramaki.ticketing.domain;

import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.timeline.TimelineNote;
import io.aramaki.ticketing.domain.tracker.Draft;
import io.aramaki.ticketing.domain.tracker.Note;
import io.aramaki.ticketing.domain.tracker.Remote;
import java.util.Optional;
import java.util.TreeMap;

/// The words of our issues and comments, and of timelines. Plain text: what a tracker takes as
/// markup is escaped by its adapter.
final class Drafts {
  private Drafts() {}

  static Draft of(Link link) {
    return new Draft(
        link.key().marker(), link.title(), description(link), link.report().severity());
  }

  static Note recovery(Link link) {
    return note(link, "The problem is over: ");
  }

  static Note recurrence(Link link) {
    return note(link, "The problem is back: ");
  }

  static Note comment(Link link, Comments.Comment comment) {
    return new Note(LinkKey.shortHash(link.key().ticketId(), comment.requestId()), comment.text());
  }

  /// What the timeline hears of a step, if that is worth a line. It is named after the revision
  /// that the step writes.
  static Optional<TimelineNote> line(Link before, Link after) {
    var words = words(before.state(), after);
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimelineNote(
                "ticket-%s-%d".formatted(after.key().ticketId(), before.revision() + 1),
                after.report().system(),
                after.update(),
                words,
                after.state() instanceof State.Failed ? "critical" : "",
                after.report().traceparent()));
  }

  private static String words(State before, Link after) {
    var key = after.state().found().map(Remote::displayKey).orElse("");
    return switch (after.state()) {
      case State.Linked _
          when before instanceof State.Reopening || before instanceof State.Resolved ->
          "ticket " + key + " reopened";
      case State.Linked _ when !(before instanceof State.Linked) -> "ticket " + key + " opened";
      case State.Resolved _ when !(before instanceof State.Resolved) ->
          "ticket " + key + " resolved";
      case State.Closed _ when !(before instanceof State.Closed) && !key.isEmpty() ->
          "ticket " + key + " closed";
      case State.Failed _ when !(before instanceof State.Failed) ->
          "ticket refused: " + after.error();
      case State.Lost _ when !(before instanceof State.Lost) ->
          "ticket " + key + " was deleted in the tracker";
      case State.New _,
          State.Creating _,
          State.Reopening _,
          State.Linked _,
          State.Resolved _,
          State.Closed _,
          State.Failed _,
          State.Lost _ ->
          "";
    };
  }

  /// One transition may be told twice, as firing and as taken back: these are two notes.
  private static Note note(Link link, String words) {
    var report = link.report();
    var said = report.transitionSeq() + (report.firing() ? " fires" : " over");
    return new Note(LinkKey.shortHash(link.key().ticketId(), said), words + report.summary());
  }

  private static String description(Link link) {
    var report = link.report();
    var text = new StringBuilder(report.summary()).append("\n\n");
    text.append("Since ").append(report.start()).append('\n');
    new TreeMap<>(report.labels())
        .forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    if (!report.url().isEmpty()) {
      text.append('\n').append(report.url()).append('\n');
    }
    return text.toString();
  }
}
