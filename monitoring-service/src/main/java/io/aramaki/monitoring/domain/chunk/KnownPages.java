package io.aramaki.monitoring.domain.chunk;

import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers in which hours of an agent's days there are pages, so that the store is not asked anew
/// for each hour that is built.
///
/// What another instance wrote meanwhile is not known here. Its pages stay beside those that are
/// built then, until the next build of the hour that knows. Readers put both together as long as
/// there are samples; of rollups that overlap the larger one counts.
final class KnownPages {
  /// So many days of agents are remembered, with some 150 bytes each.
  private static final int DAYS_MAX = 50_000;

  private static final int HOURS = 24;

  private final ChunkStore store;

  /// A bit for each hour that has pages.
  private final ConcurrentHashMap<Day, Integer> days = new ConcurrentHashMap<>();

  private record Day(String agent, long day) {}

  KnownPages(ChunkStore store) {
    this.store = store;
  }

  /// The pages of an hour, of all sets and builds.
  List<PageKey> of(String agent, long hour) {
    if (days.size() > DAYS_MAX) {
      days.clear();
    }
    var day = new Day(agent, Math.floorDiv(hour, HOURS));
    int known =
        days.computeIfAbsent(
            day,
            _ ->
                store.keys(agent, day.day()).stream()
                    .mapToInt(key -> bit(key.hour()))
                    .reduce(0, (one, other) -> one | other));
    return (known & bit(hour)) == 0
        ? List.of()
        : store.keys(agent, day.day()).stream().filter(key -> key.hour() == hour).toList();
  }

  /// Pages of an hour may be in the store.
  void wrote(String agent, long hour) {
    var day = new Day(agent, Math.floorDiv(hour, HOURS));
    days.computeIfPresent(day, (_, known) -> known | bit(hour));
  }

  /// Forgets all: other instances may have written.
  void forget() {
    days.clear();
  }

  private static int bit(long hour) {
    return 1 << Math.floorMod(hour, HOURS);
  }
}
