package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.kit.codec.chunk.Head;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.series.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads samples out of chunks.
public final class ChunkReader {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

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
  /// @param wanted says which series
  /// @param from samples at or after this time
  /// @param to samples before this time
  public void read(String agent, Predicate<SeriesKey> wanted, Instant from, Instant to, Sink sink) {
    var sets = new LinkedHashMap<String, @Nullable SeriesKey[]>();
    var units = new LinkedHashMap<String, SeriesSet>();
    for (ChunkStore.StoredSet stored : store.sets(agent)) {
      SeriesSet set = stored.set();
      @Nullable SeriesKey[] keys = keys(agent, set, wanted);
      if (keys != null) {
        sets.put(set.id(), keys);
        units.put(set.id(), set);
      }
    }
    long first = Math.floorDiv(from.toEpochMilli(), HOUR_MS) - 1;
    long last = Math.floorDiv(to.toEpochMilli(), HOUR_MS) + 1;
    for (ChunkRow row : store.read(agent, sets.keySet(), first, last)) {
      @Nullable SeriesKey[] keys = sets.get(row.key().set());
      SeriesSet set = units.get(row.key().set());
      if (keys != null && set != null) {
        show(row.page(), keys, set, from.toEpochMilli(), to.toEpochMilli(), sink);
      }
    }
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
