package io.aramaki.monitoring.domain.timeline;

import io.aramaki.monitoring.domain.MonitoringException.InvalidRange;
import io.aramaki.monitoring.domain.timeline.TimelineStore.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/// Appends events and tells those who watch.
public final class Timeline {
  /// The longest range of one list.
  public static final Duration RANGE_MAX = Duration.ofDays(31);

  private final TimelineStore store;
  private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();

  public Timeline(TimelineStore store) {
    this.store = store;
  }

  /// Returns after the events are durable.
  public void append(List<TimelineEvent> events) {
    if (!events.isEmpty()) {
      store.append(events);
      watchers.forEach(watcher -> watcher.offer(events));
    }
  }

  public List<TimelineEvent> list(
      String system, Instant from, Instant to, @Nullable Mark after, int limit) {
    if (!from.isBefore(to)) {
      throw new InvalidRange("start_time " + from + " must be before end_time " + to);
    }
    if (Duration.between(from, to).compareTo(RANGE_MAX) > 0) {
      throw new InvalidRange(
          "start_time must be at most 31 d before end_time " + to + ", was " + from);
    }
    return store.list(system, from, to, after, limit);
  }

  /// Begins to watch; close the watcher to end.
  public Watcher watch() {
    var watcher = new Watcher(watchers);
    watchers.add(watcher);
    return watcher;
  }
}
