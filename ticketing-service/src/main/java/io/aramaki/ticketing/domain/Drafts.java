package io.aramaki.ticketing.domain;

import java.util.TreeMap;

/// The words of our issues and comments. Plain text: what a tracker takes as markup is escaped by
/// its adapter.
final class Drafts {
  private Drafts() {}

  static Draft of(Link link) {
    return new Draft(
        link.key().marker(), link.title(), description(link), link.report().severity());
  }

  static String recovery(Link link) {
    return "The problem is over: " + link.report().summary();
  }

  static String recurrence(Link link) {
    return "The problem is back: " + link.report().summary();
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
