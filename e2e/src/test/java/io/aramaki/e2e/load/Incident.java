package io.aramaki.e2e.load;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Set;

/// The time during which a part was away.
///
/// @param part the name of its process
/// @param deaths how often it died meanwhile
/// @param from of the monotonic clock
/// @param until when it was back
public record Incident(String part, int deaths, long from, long until) {
  /// Whose death may make a notification come again: alerting sends it, Cassandra keeps what was
  /// sent.
  private static final Set<String> TELLS_AGAIN = Set.of("alerting", "cassandra");

  /// A notification that comes again after a death came first so short before it, or meanwhile.
  private static final Duration UNDER_WAY = Duration.ofSeconds(5);

  /// What a clock showed at a moment of the monotonic clock, in UTC.
  public static LocalTime clock(long nanos) {
    return LocalTime.now(ZoneOffset.UTC).minusNanos(System.nanoTime() - nanos);
  }

  /// Whether it can be why a notification came again.
  boolean explains(Pages.Repeat repeat) {
    return TELLS_AGAIN.contains(part.replaceFirst("-[0-9]+$", ""))
        && repeat.first() >= from - UNDER_WAY.toNanos()
        && repeat.first() <= until
        && repeat.again() >= from
        && repeat.again() <= until + Judgement.PAGE_MAX.toNanos();
  }
}
