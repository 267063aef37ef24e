package io.aramaki.inventory.domain.timeline;

import java.util.ArrayList;
import java.util.List;

/// Keeps entries in memory, in the order in which they happened.
public final class MemoryOutbox implements Outbox {
  private final List<TimelineEntry> entries = new ArrayList<>();

  @Override
  public synchronized void put(TimelineEntry entry) {
    entries.removeIf(other -> other.id().equals(entry.id()));
    entries.add(entry);
  }

  @Override
  public synchronized List<Waiting> oldest(int limit) {
    return entries.stream().limit(limit).map(entry -> new Waiting(0, entry)).toList();
  }

  @Override
  public synchronized void remove(List<Waiting> gone) {
    entries.removeAll(gone.stream().map(Waiting::entry).toList());
  }

  public synchronized List<TimelineEntry> entries() {
    return List.copyOf(entries);
  }

  public List<String> summaries() {
    return entries().stream().map(TimelineEntry::summary).toList();
  }
}
