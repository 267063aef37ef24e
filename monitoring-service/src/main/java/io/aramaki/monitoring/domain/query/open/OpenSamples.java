package io.aramaki.monitoring.domain.query.open;

import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The samples of hours that are in no chunk yet, read from the journal once somebody asks for
/// them. What agents send from then on is handed over as it is applied; what programs write is read
/// from the journal at each look, which each writer fills in order, and between looks as long as
/// they were not long ago.
///
/// There is room for so much. Where it ends, the hours that were asked for longest ago keep only
/// the series that somebody asked for, so that one series of each of many agents stays; then they
/// go. Whoever asks for what went has it read again.
public final class OpenSamples {
  /// What programs write into an hour is read for so long after somebody asked for it.
  static final long ASKED_NANOS = 300_000_000_000L;

  private static final int PAGE = 100;

  /// Where the room ends, a part of it is made free, so that it is not looked for at each sample.
  private static final int FREED_PART = 8;

  private final Journal journal;
  private final Decoder decoder;
  private final long bytesMax;
  private final LongSupplier nanoTime;

  /// Those that were asked for longest ago first.
  private final LinkedHashMap<Place, Kept> hours = new LinkedHashMap<>();

  private final ReentrantLock makingRoom = new ReentrantLock();
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

  /// An hour and about what it takes, which is counted under the lock of all hours.
  private static final class Kept {
    private final HeldHour hour = new HeldHour();
    private long bytes;
    private boolean gone;
  }

  /// Takes what an agent sent and its owner applied.
  public void arrived(String agent, long hour, List<SeriesBlock> blocks) {
    @Nullable Kept kept = find(agent, hour);
    if (kept != null) {
      count(kept, kept.hour.arrived(blocks));
    }
  }

  private void count(Kept kept, long more) {
    if (add(kept, more) > bytesMax) {
      makeRoom();
    }
  }

  /// @return about how many bytes all hours take
  private long add(Kept kept, long more) {
    synchronized (hours) {
      if (!kept.gone) {
        kept.bytes += more;
        bytes += more;
      }
      return bytes;
    }
  }

  /// Makes room, one thread at a time; the others need not wait for it.
  private void makeRoom() {
    if (!makingRoom.tryLock()) {
      return;
    }
    try {
      long enough = bytesMax - bytesMax / FREED_PART;
      for (Kept whole : whole()) {
        if (thin(whole) <= enough) {
          return;
        }
      }
      letGo(enough);
    } finally {
      makingRoom.unlock();
    }
  }

  private List<Kept> whole() {
    synchronized (hours) {
      return hours.values().stream().filter(kept -> kept.hour.isWhole()).toList();
    }
  }

  /// Thins an hour; one that somebody reads is left as it is.
  ///
  /// @return about how many bytes all hours take
  private long thin(Kept kept) {
    long more = 0;
    if (kept.hour.lock.tryLock()) {
      try {
        kept.hour.thin();
        more = kept.hour.uncounted();
      } finally {
        kept.hour.lock.unlock();
      }
    }
    return add(kept, more);
  }

  /// Lets go of hours that nobody reads at the moment.
  private void letGo(long enough) {
    synchronized (hours) {
      var oldest = hours.values().iterator();
      while (bytes > enough && oldest.hasNext()) {
        Kept kept = oldest.next();
        if (oldest.hasNext() && kept.bytes > 0 && !kept.hour.lock.isLocked()) {
          leave(kept);
          oldest.remove();
        }
      }
    }
  }

  private void leave(Kept kept) {
    kept.gone = true;
    bytes -= kept.bytes;
  }

  /// Adds the samples of a series in a span of time, in the order in which they came.
  ///
  /// @param fromMs samples at or after this time
  /// @param toMs samples at or before this time
  public void read(String agent, long hour, SeriesKey key, long fromMs, long toMs, Samples into) {
    Kept kept = asked(agent, hour);
    kept.hour.lock.lock();
    try {
      kept.hour.ask(List.of(key), nanoTime.getAsLong());
      if (!kept.hour.isLoaded()) { // It may have made room for others since it was refreshed.
        load(agent, hour, kept.hour, _ -> {});
      }
      kept.hour.drain();
      kept.hour.read(key, fromMs, toMs, into);
    } finally {
      release(kept);
    }
  }

  /// Counts what an hour takes and lets others have it.
  private void release(Kept kept) {
    long more = kept.hour.uncounted();
    kept.hour.lock.unlock();
    if (more != 0) {
      count(kept, more);
    }
  }

  /// Keeps up an hour that programs fill if somebody asked for it lately; else its samples go.
  public void keepUp(String agent, long hour) {
    @Nullable Kept kept = find(agent, hour);
    if (kept == null) {
      return;
    }
    boolean stale;
    kept.hour.lock.lock();
    try {
      stale = nanoTime.getAsLong() - kept.hour.askedNanos() > ASKED_NANOS;
      if (!stale && kept.hour.isLoaded()) {
        load(agent, hour, kept.hour, _ -> {});
      }
    } finally {
      release(kept);
    }
    if (stale) {
      forget(agent, hour);
    }
  }

  /// Reads what the journal has and is not here.
  ///
  /// @param fed true if what comes later is handed over
  /// @param keys the series that are asked for
  /// @param seen is shown the series of the rows that were read
  public void refresh(
      String agent,
      long hour,
      boolean fed,
      Collection<SeriesKey> keys,
      Consumer<List<SeriesBlock>> seen) {
    Kept kept = asked(agent, hour);
    kept.hour.lock.lock();
    try {
      kept.hour.ask(keys, nanoTime.getAsLong());
      if (!fed || !kept.hour.isLoaded()) {
        load(agent, hour, kept.hour, seen);
      }
    } finally {
      release(kept);
    }
  }

  private void load(String agent, long hour, HeldHour held, Consumer<List<SeriesBlock>> seen) {
    for (long boot : journal.boots(agent, hour)) {
      readBoot(agent, hour, boot, held, seen);
    }
    held.loaded();
  }

  private void readBoot(
      String agent, long hour, long boot, HeldHour held, Consumer<List<SeriesBlock>> seen) {
    List<JournalRow> rows;
    do {
      rows = journal.read(agent, hour, boot, held.lastRead(boot), PAGE);
      for (JournalRow row : rows) {
        take(row, held, seen);
        // Behind it: what it is read with may be away for a moment, and then the row is read again.
        held.lastRead(boot, row.head().key().seq());
      }
    } while (rows.size() == PAGE);
  }

  private void take(JournalRow row, HeldHour held, Consumer<List<SeriesBlock>> seen) {
    if (row.isRefused()) {
      return;
    }
    try {
      List<SeriesBlock> blocks = decoder.decode(row).series();
      blocks.forEach(held::take);
      seen.accept(blocks);
    } catch (Undecodable _) {
      // Put into the quarantine with its reason, by the owner of its agent or by the builder.
    }
  }

  private @Nullable Kept find(String agent, long hour) {
    synchronized (hours) {
      return hours.get(new Place(agent, hour));
    }
  }

  private Kept asked(String agent, long hour) {
    var place = new Place(agent, hour);
    synchronized (hours) {
      Kept kept = hours.getOrDefault(place, new Kept());
      hours.putLast(place, kept);
      return kept;
    }
  }

  /// Forgets an hour, which is in chunks now.
  public void forget(String agent, long hour) {
    synchronized (hours) {
      @Nullable Kept gone = hours.remove(new Place(agent, hour));
      if (gone != null) {
        leave(gone);
      }
    }
  }
}
