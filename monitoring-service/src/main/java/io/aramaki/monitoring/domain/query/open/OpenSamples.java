package io.aramaki.monitoring.domain.query.open;

import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The samples of hours that are in no chunk yet, read from the journal once somebody asks for
/// them. What agents send from then on is handed over as it is applied; what programs write is read
/// from the journal at each look, which each writer fills in order, and between looks as long as
/// they were not long ago. The hours that were asked for last are kept, as many as there is room
/// for.
public final class OpenSamples {
  /// What programs write into an hour is read for so long after somebody asked for it.
  static final long ASKED_NANOS = 300_000_000_000L;

  private static final int PAGE = 100;

  /// About what a series of an hour takes beside its samples: its name, its place.
  private static final long SERIES_BYTES = 700;

  /// About what a sample takes that is handed over.
  private static final long SAMPLE_BYTES = 32;

  private final Journal journal;
  private final Decoder decoder;
  private final long bytesMax;
  private final LongSupplier nanoTime;
  private final LinkedHashMap<Place, Hour> hours = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /// @param bytesMax about how much is kept
  /// @param nanoTime a clock that only moves forward
  public OpenSamples(Journal journal, Decoder decoder, long bytesMax, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.journal = journal;
    this.decoder = decoder;
    this.bytesMax = bytesMax;
  }

  private record Place(String agent, long hour) {}

  /// One hour of one agent; used under its own lock, what it takes under that of all hours.
  private static final class Hour {
    private final Map<SeriesKey, PackedSamples> series = new HashMap<>();
    private final Map<Long, Long> read = new HashMap<>();
    private final Queue<SeriesBlock> arrived = new ConcurrentLinkedQueue<>();
    private long bytes;
    private boolean loaded;
    private long askedNanos;
    private boolean gone;

    /// @return about how many bytes more it takes
    private long take(SeriesBlock block) {
      long more = 0;
      @Nullable PackedSamples its = series.get(block.key());
      if (its == null) {
        its = new PackedSamples();
        series.put(block.key(), its);
        more = SERIES_BYTES + its.bytes();
      }
      return more + its.add(block.times(), block.values(), 0, block.size());
    }

    /// @return about how many bytes more it takes
    private long drain() {
      long more = 0;
      for (SeriesBlock block = arrived.poll(); block != null; block = arrived.poll()) {
        more += take(block) - bytesOf(block); // They were counted when they arrived.
      }
      return more;
    }

    private static long bytesOf(SeriesBlock block) {
      return SAMPLE_BYTES * block.size();
    }
  }

  /// Takes what an agent sent and its owner applied.
  public void arrived(String agent, long hour, List<SeriesBlock> blocks) {
    @Nullable Hour open;
    synchronized (hours) {
      open = hours.get(new Place(agent, hour));
    }
    if (open != null) {
      long more = 0;
      for (SeriesBlock block : blocks) {
        open.arrived.add(block);
        more += Hour.bytesOf(block);
      }
      count(open, more);
    }
  }

  private void count(Hour open, long more) {
    synchronized (hours) {
      if (open.gone) {
        return;
      }
      open.bytes += more;
      bytes += more;
      var oldest = hours.entrySet().iterator();
      while (bytes > bytesMax && hours.size() > 1) {
        bytes -= gone(oldest.next().getValue());
        oldest.remove();
      }
    }
  }

  private static long gone(Hour hour) {
    hour.gone = true;
    return hour.bytes;
  }

  /// Adds the samples of a series in a span of time, in the order in which they came.
  ///
  /// @param fromMs samples at or after this time
  /// @param toMs samples at or before this time
  public void read(String agent, long hour, SeriesKey key, long fromMs, long toMs, Samples into) {
    Hour open = hour(agent, hour);
    long more;
    synchronized (open) {
      // It may have made room for others since it was refreshed.
      more = (open.loaded ? 0 : load(agent, hour, open, _ -> {})) + open.drain();
      @Nullable PackedSamples found = open.series.get(key);
      if (found != null) {
        found.read(fromMs, toMs, into);
      }
    }
    if (more != 0) {
      count(open, more);
    }
  }

  /// Keeps up an hour that programs fill if somebody asked for it lately; else its samples go.
  public void keepUp(String agent, long hour) {
    @Nullable Hour open;
    synchronized (hours) {
      open = hours.get(new Place(agent, hour));
    }
    if (open != null) {
      long more = 0;
      boolean stale;
      synchronized (open) {
        stale = nanoTime.getAsLong() - open.askedNanos > ASKED_NANOS;
        if (!stale && open.loaded) {
          more = load(agent, hour, open, _ -> {});
        }
      }
      if (stale) {
        forget(agent, hour);
      } else {
        count(open, more);
      }
    }
  }

  /// Reads what the journal has and is not here.
  ///
  /// @param fed true if what comes later is handed over
  /// @param seen is shown the series of the rows that were read
  public void refresh(String agent, long hour, boolean fed, Consumer<List<SeriesBlock>> seen) {
    Hour open = hour(agent, hour);
    long more = 0;
    synchronized (open) {
      open.askedNanos = nanoTime.getAsLong();
      if (!fed || !open.loaded) {
        more = load(agent, hour, open, seen);
      }
    }
    count(open, more);
  }

  private long load(String agent, long hour, Hour open, Consumer<List<SeriesBlock>> seen) {
    long more = 0;
    for (long boot : journal.boots(agent, hour)) {
      more += readBoot(agent, hour, boot, open, seen);
    }
    open.loaded = true;
    return more;
  }

  private long readBoot(
      String agent, long hour, long boot, Hour open, Consumer<List<SeriesBlock>> seen) {
    long more = 0;
    while (true) {
      long after = open.read.getOrDefault(boot, Long.MIN_VALUE);
      List<JournalRow> rows = journal.read(agent, hour, boot, after, PAGE);
      for (JournalRow row : rows) {
        more += take(row, open, seen);
        // Behind it: what it is read with may be away for a moment, and then the row is read again.
        open.read.put(boot, row.head().key().seq());
      }
      if (rows.size() < PAGE) {
        return more;
      }
    }
  }

  private long take(JournalRow row, Hour open, Consumer<List<SeriesBlock>> seen) {
    if (row.isRefused()) {
      return 0;
    }
    long more = 0;
    try {
      List<SeriesBlock> blocks = decoder.decode(row).series();
      for (SeriesBlock block : blocks) {
        more += open.take(block);
      }
      seen.accept(blocks);
    } catch (Undecodable _) {
      // Put into the quarantine with its reason, by the owner of its agent or by the builder.
    }
    return more;
  }

  private Hour hour(String agent, long hour) {
    synchronized (hours) {
      return hours.computeIfAbsent(new Place(agent, hour), _ -> new Hour());
    }
  }

  /// Forgets an hour, which is in chunks now.
  public void forget(String agent, long hour) {
    synchronized (hours) {
      @Nullable Hour gone = hours.remove(new Place(agent, hour));
      if (gone != null) {
        bytes -= gone(gone);
      }
    }
  }
}
