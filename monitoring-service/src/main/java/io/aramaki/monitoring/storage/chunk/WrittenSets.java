package io.aramaki.monitoring.storage.chunk;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers which sets of series, and which agents, this process has written for which day, so
/// that they are not written again with each hour. Thread-safe.
final class WrittenSets {
  /// How many are remembered; about 5 MB.
  static final int SETS_MAX = 20_000;

  private final Map<Place, Written> all =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Written> eldest) {
          return size() > SETS_MAX;
        }
      };

  private record Place(String agent, String set) {}

  private record Written(long day, Instant until) {}

  /// Tells whether it lies there for this day or a later one, and long enough.
  ///
  /// @param set empty for the agent itself
  /// @param day since the epoch
  /// @param until when it may go
  synchronized boolean has(String agent, String set, long day, Instant until) {
    Written written = all.get(new Place(agent, set));
    return written != null && written.day >= day && !written.until.isBefore(until);
  }

  /// Notes that it was written, and that is durable.
  synchronized void note(String agent, String set, long day, Instant until) {
    all.put(new Place(agent, set), new Written(day, until));
  }
}
