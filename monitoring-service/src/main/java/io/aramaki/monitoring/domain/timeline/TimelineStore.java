package io.aramaki.monitoring.domain.timeline;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps timelines durable.
public interface TimelineStore {
  /// Returns after all are durable. The same event again does no harm.
  void append(List<TimelineEvent> events);

  /// Lists a system's events, newest first.
  ///
  /// @param from events at or after this time
  /// @param to events before this time
  /// @param after the event after which to begin; null for the newest
  List<TimelineEvent> list(
      String system, Instant from, Instant to, @Nullable Mark after, int limit);

  /// A place in a timeline.
  record Mark(Instant time, String eventId) {}
}
