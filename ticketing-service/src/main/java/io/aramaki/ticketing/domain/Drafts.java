package io.aramaki.ticketing.domain;

import io.aramaki.ticketing.domain.tracker.Draft;
import io.aramaki.ticketing.domain.tracker.Note;
import java.util.TreeMap;

/// The words of our issues and comments. Plain text: what a tracker takes as markup is escaped by
/// its adapter.
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

  private static Note note(Link link, String words) {
    var seq = Long.toString(link.report().transitionSeq());
    return new Note(LinkKey.shortHash(link.key().ticketId(), seq), words + link.report().summary());
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
