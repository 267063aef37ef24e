package io.aramaki.ticketing.domain.timeline;

import java.time.Instant;

/// One line for a system's timeline.
///
/// @param id derived from the step that it tells of, so that telling it twice makes one line
/// @param system the resource name
/// @param when the time of the step; it does not change when the line is told again
/// @param severity `critical`, or empty
/// @param traceparent W3C traceparent; empty if none
public record TimelineNote(
    String id, String system, Instant when, String words, String severity, String traceparent) {
  /// The most characters that a timeline takes. A longer line would be refused for ever.
  static final int WORDS_MAX = 1_000;

  private static final String GAP = "(earlier lines are missing) ";

  public TimelineNote {
    words = cut(words);
  }

  /// The same line, which says that others before it were dropped.
  TimelineNote afterGap() {
    return words.startsWith(GAP)
        ? this
        : new TimelineNote(id, system, when, GAP + words, severity, traceparent);
  }

  private static String cut(String words) {
    if (words.length() <= WORDS_MAX) {
      return words;
    }
    int end = WORDS_MAX - 1;
    return words.substring(0, Character.isHighSurrogate(words.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }
}
