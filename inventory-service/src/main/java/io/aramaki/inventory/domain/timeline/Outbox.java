package io.aramaki.inventory.domain.timeline;

import java.util.List;

/// Entries that monitoring has not taken yet. All operations are idempotent by the entry's id.
public interface Outbox {
  /// An entry and the day on which it was put here, counted from 1970.
  record Waiting(int day, TimelineEntry entry) {}

  /// Keeps an entry; it is durable when this returns.
  void put(TimelineEntry entry);

  /// Answers the oldest entries.
  List<Waiting> oldest(int limit);

  /// Forgets entries that were taken.
  void remove(List<Waiting> entries);
}
