package io.aramaki.monitoring.domain.query;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The samples of hours that are in no chunk yet, read from the journal once somebody asks for
/// them. What agents send from then on is handed over as it is applied; what programs write is read
/// from the journal at each look, which each writer fills in order. The hours that were asked for
/// last are kept.
public final class OpenSamples {
  private static final int PAGE = 100;

  private final Journal journal;
  private final Decoder decoder;
  private final long samplesMax;
  private final LinkedHashMap<Place, Hour> hours = new LinkedHashMap<>(16, 0.75f, true);
  private long samples;

  /// @param samplesMax how many are kept, 16 bytes each
  public OpenSamples(Journal journal, Decoder decoder, long samplesMax) {
    this.journal = journal;
    this.decoder = decoder;
    this.samplesMax = samplesMax;
  }

  private record Place(String agent, long hour) {}

  /// One hour of one agent; used under its own lock.
  private static final class Hour {
    private final Map<SeriesKey, Samples> series = new HashMap<>();
    private final Map<Long, Long> read = new HashMap<>();
    private final Queue<SeriesBlock> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicLong samples = new AtomicLong();
    private boolean loaded;

    private void take(SeriesBlock block) {
      series
          .computeIfAbsent(block.key(), _ -> new Samples(block.unit()))
          .add(block.times(), block.values(), 0, block.size());
    }

    private void drain() {
      for (SeriesBlock block = arrived.poll(); block != null; block = arrived.poll()) {
        take(block);
      }
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
        more += block.size();
      }
      count(open, more);
    }
  }

  private void count(Hour open, long more) {
    open.samples.addAndGet(more);
    synchronized (hours) {
      samples += more;
      var oldest = hours.entrySet().iterator();
      while (samples > samplesMax && hours.size() > 1) {
        samples -= oldest.next().getValue().samples.get();
        oldest.remove();
      }
    }
  }

  /// Adds the samples of a series in a span of time.
  ///
  /// @param fromMs samples at or after this time
  /// @param toMs samples at or before this time
  public void read(String agent, long hour, SeriesKey key, long fromMs, long toMs, Samples into) {
    Hour open = hour(agent, hour);
    synchronized (open) {
      open.drain();
      @Nullable Samples found = open.series.get(key);
      if (found != null) {
        found.seal();
        int from = Spans.place(found.times(), found.size(), fromMs);
        int to = Spans.place(found.times(), found.size(), toMs + 1);
        into.add(found.times(), found.values(), from, to);
      }
    }
  }

  /// Reads what the journal has and is not here.
  ///
  /// @param fed true if what comes later is handed over
  /// @param seen is shown the series of the rows that were read
  public void refresh(String agent, long hour, boolean fed, Consumer<SeriesBlock> seen) {
    Hour open = hour(agent, hour);
    long more = 0;
    synchronized (open) {
      if (!fed || !open.loaded) {
        for (long boot : journal.boots(agent, hour)) {
          more += readBoot(agent, hour, boot, open, seen);
        }
        open.loaded = true;
      }
    }
    count(open, more);
  }

  private long readBoot(String agent, long hour, long boot, Hour open, Consumer<SeriesBlock> seen) {
    long more = 0;
    while (true) {
      long after = open.read.getOrDefault(boot, Long.MIN_VALUE);
      List<JournalRow> rows = journal.read(agent, hour, boot, after, PAGE);
      for (JournalRow row : rows) {
        open.read.put(boot, row.head().key().seq());
        more += take(row, open, seen);
      }
      if (rows.size() < PAGE) {
        return more;
      }
    }
  }

  private long take(JournalRow row, Hour open, Consumer<SeriesBlock> seen) {
    if (row.isRefused()) {
      return 0;
    }
    long more = 0;
    try {
      for (SeriesBlock block : decoder.decode(row).series()) {
        open.take(block);
        more += block.size();
        seen.accept(block);
      }
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
        samples -= gone.samples.get();
      }
    }
  }
}
