package io.aramaki.monitoring.domain.query;

import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.Spans;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The samples of hours that are in no chunk yet, read from the journal once somebody asks for
/// them. What agents send from then on is handed over as it is applied; what programs write is read
/// from the journal at each look, which each writer fills in order. The hours that were asked for
/// last are kept, as many as there is room for.
public final class OpenSamples {
  private static final int PAGE = 100;

  /// About what a series of an hour takes: its name, its arrays while they are short, its place.
  private static final long SERIES_BYTES = 1_000;

  /// About what a sample takes: a time and a value, in arrays that grow by doubling.
  private static final long SAMPLE_BYTES = 32;

  private final Journal journal;
  private final Decoder decoder;
  private final long bytesMax;
  private final LinkedHashMap<Place, Hour> hours = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /// @param bytesMax about how much is kept
  public OpenSamples(Journal journal, Decoder decoder, long bytesMax) {
    this.journal = journal;
    this.decoder = decoder;
    this.bytesMax = bytesMax;
  }

  private record Place(String agent, long hour) {}

  /// One hour of one agent; used under its own lock, what it takes under that of all hours.
  private static final class Hour {
    private final Map<SeriesKey, Samples> series = new HashMap<>();
    private final Map<Long, Long> read = new HashMap<>();
    private final Queue<SeriesBlock> arrived = new ConcurrentLinkedQueue<>();
    private long bytes;
    private boolean loaded;
    private boolean gone;

    /// @return about how many bytes more it takes
    private long take(SeriesBlock block) {
      int before = series.size();
      series
          .computeIfAbsent(block.key(), _ -> new Samples(block.unit()))
          .add(block.times(), block.values(), 0, block.size());
      return (series.size() - before) * SERIES_BYTES + bytesOf(block);
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

  /// Adds the samples of a series in a span of time.
  ///
  /// @param fromMs samples at or after this time
  /// @param toMs samples at or before this time
  public void read(String agent, long hour, SeriesKey key, long fromMs, long toMs, Samples into) {
    Hour open = hour(agent, hour);
    long more;
    synchronized (open) {
      // It may have made room for others since it was refreshed.
      more = (open.loaded ? 0 : load(agent, hour, open, _ -> {})) + open.drain();
      @Nullable Samples found = open.series.get(key);
      if (found != null) {
        found.seal();
        int from = Spans.place(found.times(), found.size(), fromMs);
        int to = Spans.place(found.times(), found.size(), toMs + 1);
        into.add(found.times(), found.values(), from, to);
      }
    }
    if (more > 0) {
      count(open, more);
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
      // It lies in the quarantine with its reason.
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
