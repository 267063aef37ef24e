package io.aramaki.monitoring.storage.chunk;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers which sets of series this process has written for which day, so that they are not
/// written again with each hour. Thread-safe.
final class WrittenSets {
  /// How many are remembered; about 5 MB.
  static final int SETS_MAX = 20_000;

  /// What is kept for so short only is late by most of the retention: it is always written.
  static final Duration SHORT = Duration.ofDays(2);

  private final Map<Place, Long> days =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Long> eldest) {
          return size() > SETS_MAX;
        }
      };

  private record Place(String agent, String set) {}

  /// Tells whether the set lies there for this day, or for a later one.
  ///
  /// @param day since the epoch
  /// @param keep how long it is to be kept from now
  synchronized boolean has(String agent, String set, long day, Duration keep) {
    Long newest = days.get(new Place(agent, set));
    return newest != null && newest >= day && keep.compareTo(SHORT) > 0;
  }

  /// Notes that it was written, and that is durable.
  synchronized void note(String agent, String set, long day) {
    days.merge(new Place(agent, set), day, Math::max);
  }
}
