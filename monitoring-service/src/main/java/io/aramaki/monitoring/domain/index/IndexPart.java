package io.aramaki.monitoring.domain.index;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.index.IndexedSeries.Place;
import io.aramaki.monitoring.domain.index.limit.Admission;
import io.aramaki.monitoring.domain.index.limit.Quotas;
import io.aramaki.monitoring.domain.index.limit.SeriesRefusal;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The series of some of the agents, behind one lock: readers together, or one writer.
final class IndexPart {
  /// So many removed series are put up with in any case.
  private static final int REMOVED_MIN = 1_000;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Quotas quotas;
  private Shelf shelf = new Shelf();

  IndexPart(Quotas quotas) {
    this.quotas = quotas;
  }

  /// Shows what is there, which must not be kept.
  void read(Consumer<Shelf> reader) {
    lock.readLock().lock();
    try {
      reader.accept(shelf);
    } finally {
      lock.readLock().unlock();
    }
  }

  boolean has(String agent, SeriesKey key) {
    lock.readLock().lock();
    try {
      return shelf.find(agent, key) != Shelf.NONE;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Takes the series of blocks, those that are new only if there is room.
  ///
  /// @param newest true if their samples may be the newest
  Admission admit(String agent, List<SeriesBlock> blocks, boolean newest) {
    lock.writeLock().lock();
    try {
      @Nullable List<SeriesBlock> taken = null;
      @Nullable SeriesRefusal refusal = null;
      for (int i = 0; i < blocks.size(); i++) {
        SeriesBlock block = blocks.get(i);
        Optional<SeriesRefusal> refused = admit(agent, block, newest);
        if (refused.isPresent()) {
          taken = taken == null ? new ArrayList<>(blocks.subList(0, i)) : taken;
          refusal = refused.get();
        } else if (taken != null) {
          taken.add(block);
        }
      }
      return taken == null
          ? new Admission(blocks, Optional.empty())
          : new Admission(taken, Optional.ofNullable(refusal));
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Optional<SeriesRefusal> admit(String agent, SeriesBlock block, boolean newest) {
    SeriesKey key = block.key();
    int series = shelf.find(agent, key);
    if (series == Shelf.NONE) {
      Optional<SeriesRefusal> refusal = quotas.take(agent, key.system(), shelf.live(agent));
      if (refusal.isPresent()) {
        return refusal;
      }
      series = shelf.insert(agent, key, block.unit());
    }
    if (newest && block.size() > 0) {
      newest(series, block);
    }
    return Optional.empty();
  }

  private void newest(int series, SeriesBlock block) {
    int best = 0;
    for (int i = 1; i < block.size(); i++) {
      best = block.time(i) >= block.time(best) ? i : best;
    }
    SeriesRows rows = shelf.rows();
    rows.newest(series, block.time(best), block.value(best));
    if (!shelf.symbols().text(rows.unit(series)).equals(block.unit())) {
      rows.unit(series, shelf.symbols().of(block.unit()));
    }
  }

  List<Place> places(String agent, SeriesKey key) {
    lock.readLock().lock();
    try {
      int series = shelf.find(agent, key);
      return series == Shelf.NONE ? List.of() : shelf.places(series);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Adds the series of a set, which are stored already, and where in it each is.
  ///
  /// @return whether it was not here
  boolean addSet(String agent, SeriesSet set) {
    lock.writeLock().lock();
    try {
      int symbol = shelf.symbols().of(set.id());
      for (int i = 0; i < set.series().size(); i++) {
        SeriesName name = set.series().get(i);
        var key = SeriesKey.of(name.system(), name.metric(), name.labels(), agent);
        int series = shelf.find(agent, key);
        if (series == Shelf.NONE) {
          quotas.count(key.system());
          series = shelf.insert(agent, key, name.unit());
        } else if (isIn(series, symbol)) {
          return false; // A set is added as a whole.
        }
        shelf.rows().place(series, symbol, i);
      }
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean isIn(int series, int set) {
    SeriesRows rows = shelf.rows();
    for (int at = rows.firstPlace(series); at != 0; at = rows.nextPlace(at)) {
      if (rows.setAt(at) == set) {
        return true;
      }
    }
    return false;
  }

  /// Forgets an agent.
  void remove(String agent) {
    lock.writeLock().lock();
    try {
      shelf.each(agent, series -> quotas.giveBack(shelf.owner(series).system()));
      shelf.remove(agent);
      if (shelf.live() == 0) {
        shelf = new Shelf();
      } else if (shelf.removed() > Math.max(REMOVED_MIN, shelf.live())) {
        shelf = numberedAnew();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// What is left, without gaps. It costs about as much as adding these series did.
  private Shelf numberedAnew() {
    var fresh = new Shelf();
    SeriesRows rows = shelf.rows();
    for (int old = 0; old < rows.size(); old++) {
      if (!rows.isRemoved(old)) {
        String unit = shelf.symbols().text(rows.unit(old));
        int series = fresh.insert(shelf.owner(old).agent(), shelf.key(old), unit);
        fresh.rows().newest(series, rows.timeMs(old), rows.newestValue(old));
        for (int at = rows.firstPlace(old); at != 0; at = rows.nextPlace(at)) {
          int set = fresh.symbols().of(shelf.symbols().text(rows.setAt(at)));
          fresh.rows().place(series, set, rows.numberAt(at));
        }
      }
    }
    return fresh;
  }
}
