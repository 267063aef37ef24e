package io.aramaki.monitoring.domain.query;

import io.aramaki.kit.codec.chunk.ChunkHeads;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.kit.codec.chunk.RollupPage;
import io.aramaki.monitoring.domain.chunk.ChunkRow;
import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import io.aramaki.monitoring.domain.chunk.ChunkStore.StoredHeads;
import io.aramaki.monitoring.domain.chunk.ChunkStore.StoredRollup;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Pages that were read lately. Heads of a set's day are read together; a page's content only when
/// it is decoded, and then those of the whole span that is asked for; its rollup only when its
/// content is gone, and then those of the day.
public final class ChunkCache {
  /// A day of a set is read again after so long: another instance may have built meanwhile.
  private static final long FRESH_NANOS = 600_000_000_000L;

  /// About what one series of heads takes decoded, in bytes.
  private static final long HEAD_BYTES = 60;

  private static final long PAGE_BYTES = 400;
  private static final int HOURS = 24;

  private final ChunkStore store;
  private final long bytesMax;
  private final LongSupplier nanoTime;
  private final LinkedHashMap<Place, Day> days = new LinkedHashMap<>(16, 0.75f, true);
  private final AtomicLong forgotten = new AtomicLong();
  private long bytes;

  /// @param bytesMax about how much is kept
  public ChunkCache(ChunkStore store, long bytesMax, LongSupplier nanoTime) {
    this.store = store;
    this.bytesMax = bytesMax;
    this.nanoTime = nanoTime;
  }

  private record Place(String agent, String set, long day) {}

  /// The pages of a set in one day.
  final class Day {
    private final Place place;
    private final List<StoredHeads> heads;
    private final long readNanos;
    private final Map<PageKey, ChunkPage> pages = new HashMap<>();
    private @Nullable Map<PageKey, RollupPage> rollups;
    private long bytes;

    private Day(Place place, List<StoredHeads> heads) {
      this.place = place;
      this.heads = heads;
      this.readNanos = nanoTime.getAsLong();
      this.bytes = PAGE_BYTES;
      for (StoredHeads one : heads) {
        bytes += PAGE_BYTES + HEAD_BYTES * one.heads().series();
      }
    }

    /// Its heads, ordered by hour.
    List<StoredHeads> heads() {
      return heads;
    }

    /// A page with its content; those of the span that are not here are read with it.
    ///
    /// @param from the first hour of the span
    /// @param to the last hour
    /// @return null if it is gone meanwhile
    @Nullable ChunkPage page(PageKey key, long from, long to) {
      synchronized (this) {
        @Nullable ChunkPage known = pages.get(key);
        if (known != null) {
          return known;
        }
      }
      long more = 0;
      @Nullable ChunkPage found = null;
      List<ChunkRow> rows = store.read(place.agent(), List.of(place.set()), from, to);
      synchronized (this) {
        for (ChunkRow row : rows) {
          if (row.key().hour() / HOURS == place.day() && !pages.containsKey(row.key())) {
            pages.put(row.key(), row.page());
            more += row.page().bytes();
          }
          if (row.key().equals(key)) {
            found = row.page();
          }
        }
        bytes += more;
      }
      count(this, more);
      return found;
    }

    /// The rollup of a page; those of the whole day are read with it.
    ///
    /// @return null if it is gone meanwhile
    @Nullable RollupPage rollup(StoredHeads of) {
      synchronized (this) {
        if (rollups != null) {
          return rollups.get(of.key());
        }
      }
      Map<PageKey, ChunkHeads> known = new HashMap<>();
      heads.forEach(one -> known.put(one.key(), one.heads()));
      Map<PageKey, RollupPage> found = new HashMap<>();
      long more = 0;
      for (StoredRollup one : store.rollups(place.agent(), place.set(), place.day())) {
        @Nullable ChunkHeads its = known.get(one.key());
        if (its != null) {
          var page = RollupPage.open(its, one.bytes());
          found.put(one.key(), page);
          more += PAGE_BYTES + page.bytes();
        }
      }
      synchronized (this) {
        if (rollups != null) {
          return rollups.get(of.key());
        }
        rollups = found;
        bytes += more;
      }
      count(this, more);
      return found.get(of.key());
    }
  }

  /// The pages of a set in one day since the epoch.
  Day day(String agent, String set, long day) {
    var place = new Place(agent, set, day);
    synchronized (days) {
      @Nullable Day known = days.get(place);
      if (known != null && nanoTime.getAsLong() - known.readNanos < FRESH_NANOS) {
        return known;
      }
    }
    long forgottenBefore = forgotten.get();
    var read = new Day(place, store.heads(agent, set, day));
    synchronized (days) {
      if (forgotten.get() != forgottenBefore) {
        return read; // It may be older than what was forgotten meanwhile.
      }
      @Nullable Day before = days.put(place, read);
      bytes += read.bytes - (before == null ? 0 : before.bytes);
    }
    count(read, 0);
    return read;
  }

  private void count(Day day, long more) {
    synchronized (days) {
      if (days.get(day.place) == day) {
        bytes += more;
      }
      var oldest = days.entrySet().iterator();
      while (bytes > bytesMax && days.size() > 1) {
        bytes -= oldest.next().getValue().bytes;
        oldest.remove();
      }
    }
  }

  /// Forgets the pages of an agent: something was built anew.
  public void forget(String agent) {
    synchronized (days) {
      forgotten.incrementAndGet();
      days.entrySet()
          .removeIf(entry -> {
            boolean gone = entry.getKey().agent().equals(agent);
            bytes -= gone ? entry.getValue().bytes : 0;
            return gone;
          });
    }
  }
}
