package io.aramaki.inventory.domain.timeline;

import java.util.List;

/// Takes entries into the timeline, idempotently by id.
@FunctionalInterface
public interface TimelineSink {
  /// Answers when the entries are durable.
  ///
  /// @throws RuntimeException if they may not be: they will be sent again
  void append(List<TimelineEntry> entries);
}
