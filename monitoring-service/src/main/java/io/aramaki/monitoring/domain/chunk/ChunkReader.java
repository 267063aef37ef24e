package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.kit.codec.chunk.Head;
import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.series.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads samples out of chunks.
public final class ChunkReader {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();
  private static final int HOURS = 24;

  /// How often it is read again if chunks were built meanwhile.
  private static final int TRIES_MAX = 10;

  private final ChunkStore store;

  public ChunkReader(ChunkStore store) {
    this.store = store;
  }

  /// Is shown samples of one series. The arrays are used again for the next one.
  @FunctionalInterface
  public interface Sink {
    /// Samples of a series.
    ///
    /// @param times ascending, milliseconds since the epoch
    /// @param values one for each time
    /// @param from the first index that lies in the span
    /// @param to behind the last
    void take(SeriesKey key, String unit, long[] times, double[] values, int from, int to);
  }

  /// Shows the samples of an agent in a span of time, in no order; the same sample may come twice.
  ///
  /// @param changing the hours whose pages may be built anew meanwhile
  /// @param wanted says which series
  /// @param from samples at or after this time
  /// @param to samples before this time
  public void read(
      String agent,
      Set<Long> changing,
      Predicate<SeriesKey> wanted,
      Instant from,
      Instant to,
      Sink sink) {
    Found found = find(agent, changing, wanted, from, to);
    for (ChunkRow row : found.rows()) {
      @Nullable SeriesKey[] keys = found.keys().get(row.key().set());
      SeriesSet set = found.sets().get(row.key().set());
      if (keys != null && set != null) {
        show(row.page(), keys, set, from.toEpochMilli(), to.toEpochMilli(), sink);
      }
    }
  }

  /// What was read.
  ///
  /// @param sets those of an agent that have something wanted, by their names
  /// @param keys which of their series are wanted; the others are null
  private record Found(
      Map<String, SeriesSet> sets, Map<String, @Nullable SeriesKey[]> keys, List<ChunkRow> rows) {}

  /// Reads until no page has gone meanwhile: a page goes when another one has its samples, which
  /// may be of a set that was not looked for.
  private Found find(
      String agent, Set<Long> changing, Predicate<SeriesKey> wanted, Instant from, Instant to) {
    long first = Math.floorDiv(from.toEpochMilli(), HOUR_MS) - 1;
    long last = Math.floorDiv(to.toEpochMilli(), HOUR_MS) + 1;
    Set<Long> hours =
        changing.stream().filter(hour -> first <= hour && hour <= last).collect(Collectors.toSet());
    Set<PageKey> before = keys(agent, hours);
    for (int attempt = 1; attempt <= TRIES_MAX; attempt++) {
      Found found = find(agent, wanted, first, last);
      Set<PageKey> after = keys(agent, hours);
      if (after.containsAll(before)) {
        return found;
      }
      before = after;
    }
    throw new NotReady("chunks of " + agent + " were built while they were read; try again");
  }

  /// The pages of some hours.
  private Set<PageKey> keys(String agent, Set<Long> hours) {
    var keys = new HashSet<PageKey>();
    hours.stream()
        .map(hour -> Math.floorDiv(hour, HOURS))
        .distinct()
        .flatMap(day -> store.keys(agent, day).stream())
        .filter(key -> hours.contains(key.hour()))
        .forEach(keys::add);
    return keys;
  }

  private Found find(String agent, Predicate<SeriesKey> wanted, long first, long last) {
    var keys = new LinkedHashMap<String, @Nullable SeriesKey[]>();
    var sets = new LinkedHashMap<String, SeriesSet>();
    for (ChunkStore.StoredSet stored : store.sets(agent)) {
      SeriesSet set = stored.set();
      @Nullable SeriesKey[] its = keys(agent, set, wanted);
      if (its != null) {
        keys.put(set.id(), its);
        sets.put(set.id(), set);
      }
    }
    return new Found(sets, keys, store.read(agent, keys.keySet(), first, last));
  }

  private static @Nullable SeriesKey @Nullable [] keys(
      String agent, SeriesSet set, Predicate<SeriesKey> wanted) {
    var keys = new SeriesKey[set.series().size()];
    boolean any = false;
    for (int i = 0; i < keys.length; i++) {
      SeriesName name = set.series().get(i);
      var key = SeriesKey.of(name.system(), name.metric(), name.labels(), agent);
      if (wanted.test(key)) {
        keys[i] = key;
        any = true;
      }
    }
    return any ? keys : null;
  }

  private static void show(
      ChunkPage page, @Nullable SeriesKey[] keys, SeriesSet set, long from, long to, Sink sink) {
    var reader = page.reader();
    for (int i = 0; i < keys.length; i++) {
      @Nullable SeriesKey key = keys[i];
      @Nullable Head head = key == null ? null : page.heads().head(i);
      if (key == null || head == null || head.lastMs() < from || head.firstMs() >= to) {
        continue;
      }
      int points = reader.read(i);
      long[] times = reader.times();
      int begin = Spans.place(times, points, from);
      int end = Spans.place(times, points, to);
      if (end > begin) {
        sink.take(key, set.series().get(i).unit(), times, reader.values(), begin, end);
      }
    }
  }
}
