package io.aramaki.monitoring.domain.timeline;

import io.aramaki.monitoring.domain.MonitoringException.InvalidEvent;
import java.time.Instant;

/// One entry of a system's timeline.
///
/// @param eventId chosen by who appends it: the same id twice is one event
/// @param system the system
/// @param kind what kind of thing happened
/// @param time when it happened, in whole milliseconds
/// @param summary one line for people
/// @param detail more, for people
/// @param actor who or what did it
/// @param subject what it is about
/// @param severity `ok`, `unknown`, `warning`, `critical`, or empty
/// @param trace 32 hex digits; empty if none
public record TimelineEvent(
    String eventId,
    String system,
    Kind kind,
    Instant time,
    String summary,
    String detail,
    String actor,
    String subject,
    String severity,
    String trace) {
  /// What kinds of things happen. The order is that of the API's numbers; new ones come last.
  public enum Kind {
    STATE_CHANGE,
    ALERT,
    NOTIFICATION,
    TICKET,
    ACTION,
    AGENT,
    NOTE,
    INVENTORY
  }

  private static final int ID_LENGTH_MAX = 200;
  private static final int SUMMARY_LENGTH_MAX = 1_000;
  private static final int DETAIL_LENGTH_MAX = 16 << 10;
  private static final int NAME_LENGTH_MAX = 512;

  public TimelineEvent {
    require(
        !eventId.isEmpty() && eventId.length() <= ID_LENGTH_MAX,
        "event_id must have 1 to " + ID_LENGTH_MAX + " characters, has " + eventId.length());
    require(!system.isEmpty(), "system must be set");
    require(
        summary.length() <= SUMMARY_LENGTH_MAX,
        "summary must have at most " + SUMMARY_LENGTH_MAX + " characters, has " + summary.length());
    require(
        detail.length() <= DETAIL_LENGTH_MAX,
        "detail must have at most " + DETAIL_LENGTH_MAX + " characters, has " + detail.length());
    require(
        actor.length() <= NAME_LENGTH_MAX && subject.length() <= NAME_LENGTH_MAX,
        "actor and subject must have at most " + NAME_LENGTH_MAX + " characters");
    require(
        severity.length() <= 16 && trace.length() <= 32,
        "severity must be a word and trace 32 hex digits");
    time = Instant.ofEpochMilli(time.toEpochMilli());
  }

  /// An event about an agent.
  public static TimelineEvent ofAgent(
      String eventId, String system, String agent, Instant time, String summary, String severity) {
    return new TimelineEvent(
        eventId,
        system,
        Kind.AGENT,
        time,
        summary.length() > SUMMARY_LENGTH_MAX ? summary.substring(0, SUMMARY_LENGTH_MAX) : summary,
        "",
        agent,
        agent,
        severity,
        "");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidEvent(message);
    }
  }
}
