package io.aramaki.inventory.domain.timeline;

import io.aramaki.inventory.domain.SystemId;
import java.time.Instant;

/// One entry for the timeline of a system.
///
/// @param id the same id twice is one entry, so it follows from what happened
/// @param system the system
/// @param kind what kind of thing happened
/// @param time when it happened
/// @param summary one line for people
/// @param actor who did it: a resource name
/// @param subject what it is about: a resource name
/// @param severity `ok`, `unknown`, `warning`, `critical`, or empty
/// @param trace the trace id, 32 hex digits, or empty
public record TimelineEntry(
    String id,
    SystemId system,
    Kind kind,
    Instant time,
    String summary,
    String actor,
    String subject,
    String severity,
    String trace) {
  /// What kind of thing happened.
  public enum Kind {
    /// An action was asked for, started or ended.
    ACTION,
    /// An agent was enrolled or revoked, or somebody tried.
    AGENT,
    /// A system was created, changed or deleted.
    INVENTORY
  }

  private static final int SUMMARY_LENGTH_MAX = 1000;

  public TimelineEntry {
    if (summary.length() > SUMMARY_LENGTH_MAX) {
      summary = summary.substring(0, SUMMARY_LENGTH_MAX - 1) + "…";
    }
  }
}
