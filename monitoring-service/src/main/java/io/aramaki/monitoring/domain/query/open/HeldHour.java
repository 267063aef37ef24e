package io.aramaki.monitoring.domain.query.open;

import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One hour of one agent: all its series, or, once there was no room for them, those that somebody
/// asked for. Used under its lock but for what arrives.
final class HeldHour {
  /// About what a series takes beside its samples: its name, its place.
  private static final long SERIES_BYTES = 700;

  /// About what a block takes that is handed over, and each of its samples.
  private static final long BLOCK_BYTES = 100;

  private static final long SAMPLE_BYTES = 16;

  /// About what it takes to know that a series was asked for.
  private static final long ASKED_BYTES = 100;

  final ReentrantLock lock = new ReentrantLock();
  private final Map<SeriesKey, PackedSamples> series = new HashMap<>();
  private final Set<SeriesKey> asked = new HashSet<>();
  private final Map<Long, Long> read = new HashMap<>();
  private final Queue<SeriesBlock> arrived = new ConcurrentLinkedQueue<>();
  private volatile boolean thin;
  private boolean loaded;
  private long askedNanos;
  private long uncounted;

  /// About how many bytes more it takes than when this was called last, without what arrived.
  long uncounted() {
    long more = uncounted;
    uncounted = 0;
    return more;
  }

  /// Notes that somebody asks for series. If it has let go of one, it begins anew.
  void ask(Collection<SeriesKey> keys, long nanos) {
    askedNanos = nanos;
    int before = asked.size();
    if (asked.addAll(keys)) {
      uncounted += ASKED_BYTES * (asked.size() - before);
      if (thin) {
        beginAnew();
      }
    }
  }

  private void beginAnew() {
    uncounted -= series.values().stream().mapToLong(HeldHour::bytesOf).sum();
    series.clear();
    read.clear();
    loaded = false;
    thin = false;
  }

  long askedNanos() {
    return askedNanos;
  }

  /// True if all rows were read that there were at some time, and it has let go of nothing since
  /// that somebody asked for.
  boolean isLoaded() {
    return loaded;
  }

  void loaded() {
    loaded = true;
  }

  /// The last row of a boot that was read.
  long lastRead(long boot) {
    return read.getOrDefault(boot, Long.MIN_VALUE);
  }

  void lastRead(long boot, long seq) {
    read.put(boot, seq);
  }

  /// True if it has series that nobody asked for, or may get some.
  boolean isWhole() {
    return !thin;
  }

  /// Lets go of the series that nobody asked for.
  void thin() {
    thin = true;
    drain();
    for (var each = series.entrySet().iterator(); each.hasNext(); ) {
      var one = each.next();
      if (!asked.contains(one.getKey())) {
        uncounted -= bytesOf(one.getValue());
        each.remove();
      }
    }
  }

  /// Takes what was handed over until somebody reads it. Used without the lock.
  ///
  /// @return about how many bytes more it takes
  long arrived(List<SeriesBlock> blocks) {
    long more = 0;
    for (SeriesBlock block : held(blocks)) {
      arrived.add(block);
      more += bytesOf(block);
    }
    return more;
  }

  /// All if it is whole, or while somebody reads it.
  private List<SeriesBlock> held(List<SeriesBlock> blocks) {
    if (!thin || !lock.tryLock()) {
      return blocks;
    }
    try {
      return thin ? blocks.stream().filter(block -> asked.contains(block.key())).toList() : blocks;
    } finally {
      lock.unlock();
    }
  }

  /// Takes samples.
  void take(SeriesBlock block) {
    if (thin && !asked.contains(block.key())) {
      return;
    }
    @Nullable PackedSamples its = series.get(block.key());
    if (its == null) {
      its = new PackedSamples();
      series.put(block.key(), its);
      uncounted += bytesOf(its);
    }
    uncounted += its.add(block.times(), block.values(), 0, block.size());
  }

  /// Takes what was handed over, of which was counted when it arrived what it took then.
  void drain() {
    for (SeriesBlock block = arrived.poll(); block != null; block = arrived.poll()) {
      take(block);
      uncounted -= bytesOf(block);
    }
  }

  /// Adds the samples of a series in a span of time, in the order in which they came.
  void read(SeriesKey key, long fromMs, long toMs, Samples into) {
    @Nullable PackedSamples found = series.get(key);
    if (found != null) {
      found.read(fromMs, toMs, into);
    }
  }

  private static long bytesOf(PackedSamples samples) {
    return SERIES_BYTES + samples.bytes();
  }

  private static long bytesOf(SeriesBlock block) {
    return BLOCK_BYTES + SAMPLE_BYTES * block.size();
  }
}
