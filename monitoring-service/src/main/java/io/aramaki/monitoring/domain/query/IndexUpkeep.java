package io.aramaki.monitoring.domain.query;

import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import io.aramaki.monitoring.domain.chunk.OpenHours;
import io.aramaki.monitoring.domain.chunk.OpenHours.OpenHour;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.sample.SampleFeed;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.series.WriterName;
import io.aramaki.monitoring.domain.shard.Shards;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the index true: reads in what a shard has when this instance becomes its owner, takes in
/// what agents send, looks into the hours that programs fill, forgets shards that are lost.
public final class IndexUpkeep implements ChunkBuilder.Listener, SampleFeed {
  private final SeriesIndex index;
  private final OpenSamples open;
  private final ChunkStore chunks;
  private final ChunkCache cache;
  private final OpenHours openHours;
  private final Map<Integer, Set<String>> known = new ConcurrentHashMap<>();
  private volatile Map<String, Set<Long>> hours = Map.of();
  private volatile Map<String, Set<Long>> filled = new ConcurrentHashMap<>();
  private Map<String, Set<Long>> filledBefore = Map.of();

  public IndexUpkeep(
      SeriesIndex index,
      OpenSamples open,
      ChunkStore chunks,
      ChunkCache cache,
      OpenHours openHours) {
    this.index = index;
    this.open = open;
    this.chunks = chunks;
    this.cache = cache;
    this.openHours = openHours;
  }

  /// Looks after the shards; called again and again, never twice at once.
  ///
  /// @param shards those that this instance owns and has read
  public void run(Collection<Integer> shards) {
    var serving = Set.copyOf(shards);
    forgetOthers(serving);
    Map<String, Set<Long>> found = new HashMap<>();
    Map<String, Set<Long>> justNow = filled;
    filled = new ConcurrentHashMap<>();
    for (Map<String, Set<Long>> some : List.of(justNow, filledBefore)) {
      some.forEach((agent, its) -> found.computeIfAbsent(agent, _ -> new HashSet<>()).addAll(its));
    }
    filledBefore = justNow;
    for (int shard : serving) {
      for (OpenHour hour : openHours.of(shard)) {
        found.computeIfAbsent(hour.agent(), _ -> new HashSet<>()).add(hour.hour());
      }
    }
    hours = Map.copyOf(found);
    var fresh = new HashSet<String>();
    for (int shard : serving) {
      for (String agent : chunks.agents(shard)) {
        if (learn(agent)) {
          fresh.add(agent);
        }
      }
    }
    found.forEach((agent, its) -> {
      if (learn(agent) || fresh.contains(agent)) {
        readAnew(agent, its);
      } else if (!isFed(agent)) {
        its.forEach(hour -> refresh(agent, hour));
      }
    });
  }

  /// Reads all that the journal has of an agent whose shard came, or came back: what is in memory
  /// of it may be of an earlier time.
  private void readAnew(String agent, Set<Long> its) {
    try {
      its.forEach(hour -> open.forget(agent, hour));
      its.forEach(hour -> refresh(agent, hour));
    } catch (RuntimeException e) {
      known.getOrDefault(Shards.of(agent), Set.of()).remove(agent);
      throw e;
    }
  }

  private boolean learn(String agent) {
    if (!known.computeIfAbsent(Shards.of(agent), _ -> ConcurrentHashMap.newKeySet()).add(agent)) {
      return false;
    }
    chunks.sets(agent).forEach(stored -> index.addSet(agent, stored.set()));
    return true;
  }

  private void forgetOthers(Set<Integer> serving) {
    for (int shard : Set.copyOf(known.keySet())) {
      if (!serving.contains(shard)) {
        Set<String> gone = known.getOrDefault(shard, Set.of());
        known.remove(shard);
        gone.forEach(index::remove);
      }
    }
  }

  /// The hours of an agent that are in no chunk yet, as they were found last.
  Set<Long> openHours(String agent) {
    var all = new HashSet<>(hours.getOrDefault(agent, Set.of()));
    all.addAll(filled.getOrDefault(agent, Set.of()));
    return all;
  }

  /// Reads what the journal has of an hour, if it is not handed over.
  void refresh(String agent, long hour) {
    open.refresh(agent, hour, isFed(agent), block -> index.add(agent, block.key(), block.unit()));
  }

  private static boolean isFed(String agent) {
    return !WriterName.is(agent);
  }

  @Override
  public void arrived(String agent, long hour, List<SeriesBlock> blocks) {
    for (SeriesBlock block : blocks) {
      index.add(agent, block.key(), block.unit());
    }
    open.arrived(agent, hour, blocks);
    filled.computeIfAbsent(agent, _ -> ConcurrentHashMap.newKeySet()).add(hour);
  }

  @Override
  public void built(String agent, long hour, Collection<SeriesSet> sets) {
    sets.forEach(set -> index.addSet(agent, set));
    cache.forget(agent);
    open.forget(agent, hour);
  }
}
