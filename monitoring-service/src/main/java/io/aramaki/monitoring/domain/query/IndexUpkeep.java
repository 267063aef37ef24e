package io.aramaki.monitoring.domain.query;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import io.aramaki.monitoring.domain.hours.OpenHours;
import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.index.limit.Admission;
import io.aramaki.monitoring.domain.index.limit.SeriesRefusal;
import io.aramaki.monitoring.domain.query.open.OpenNames;
import io.aramaki.monitoring.domain.query.open.OpenSamples;
import io.aramaki.monitoring.domain.sample.SampleFeed;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.series.WriterName;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.write.SeriesGate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;

/// Keeps the index true: reads in what a shard has when this instance becomes its owner, takes in
/// what agents send, looks into the hours that programs fill, forgets shards that are lost.
public final class IndexUpkeep implements ChunkBuilder.Listener, SampleFeed, SeriesGate {
  /// After so many rounds it is read again which agents of a shard have chunks. Those that this
  /// instance builds are known without.
  private static final int ROUNDS = 30;

  /// Agents share counters of what was built.
  private static final int BUILD_COUNTERS = 4_096;

  private final SeriesIndex index;
  private final OpenSamples open;
  private final OpenNames names;
  private final ChunkStore chunks;
  private final ChunkCache cache;
  private final OpenHours openHours;
  private final Map<Integer, Map<String, Boolean>> known = new ConcurrentHashMap<>();
  private volatile Set<Integer> serving = Set.of();
  private final Set<String> looked = new HashSet<>();
  private final Set<Integer> came = ConcurrentHashMap.newKeySet();
  private final Set<Integer> asked = new HashSet<>();
  private int round;
  private volatile Map<String, Set<Long>> hours = Map.of();
  private volatile Map<String, Set<Long>> filled = new ConcurrentHashMap<>();
  private volatile List<Map<String, Set<Long>>> filledBefore = List.of();
  private final AtomicIntegerArray builds = new AtomicIntegerArray(BUILD_COUNTERS);

  public IndexUpkeep(
      SeriesIndex index,
      OpenSamples open,
      OpenNames names,
      ChunkStore chunks,
      ChunkCache cache,
      OpenHours openHours) {
    this.index = index;
    this.open = open;
    this.names = names;
    this.chunks = chunks;
    this.cache = cache;
    this.openHours = openHours;
  }

  /// Looks after the shards; called again and again, never twice at once.
  ///
  /// @param shards those that this instance owns and has read
  public void run(Collection<Integer> shards) {
    Set<Integer> arrivals = Set.copyOf(came);
    came.removeAll(arrivals);
    looked.removeIf(agent -> arrivals.contains(Shards.of(agent)));
    serving = Set.copyOf(shards);
    Map<String, Set<Long>> found = new HashMap<>();
    Map<String, Set<Long>> justNow = filled;
    var before = new ArrayList<>(filledBefore);
    before.add(justNow);
    filledBefore = List.copyOf(before);
    filled = new ConcurrentHashMap<>();
    for (Map<String, Set<Long>> some : filledBefore) {
      some.forEach((agent, its) -> found.computeIfAbsent(agent, _ -> new HashSet<>()).addAll(its));
    }
    forgetOthers(found.keySet());
    for (int shard : serving) {
      for (OpenHour hour : openHours.of(shard)) {
        found.computeIfAbsent(hour.agent(), _ -> new HashSet<>()).add(hour.hour());
      }
    }
    hours = Map.copyOf(found);
    filledBefore = List.of(justNow); // What came later to the others is in the store by now.
    round++;
    for (int shard : serving) {
      if (!asked.contains(shard) || shard % ROUNDS == round % ROUNDS) {
        chunks.agents(shard).forEach(this::learn);
        asked.add(shard);
      }
    }
    asked.retainAll(serving);
    found.forEach((agent, its) -> {
      learn(agent);
      if (serving.contains(Shards.of(agent)) && looked.add(agent)) {
        readAnew(agent, its);
      } else if (!isFed(agent)) {
        keepUp(agent, its);
      }
    });
    names.retain(found);
  }

  /// Looks into the hours that a program fills; into those that have long been over only now and
  /// then, since there may be many.
  private void keepUp(String writer, Set<Long> its) {
    long newest = its.stream().mapToLong(hour -> hour).max().orElse(0);
    for (long hour : its) {
      if (hour >= newest - 1 || hour % ROUNDS == round % ROUNDS) {
        look(writer, hour);
        open.keepUp(writer, hour);
      }
    }
  }

  private void look(String writer, long hour) {
    names.look(writer, hour, blocks -> index.admit(writer, blocks));
  }

  /// Looks at the names in all open hours of an agent whose shard came, or came back: what is in
  /// memory of it may be of an earlier time. Samples are read when somebody asks.
  private void readAnew(String agent, Set<Long> its) {
    try {
      for (long hour : its) {
        open.forget(agent, hour);
        names.forget(agent, hour);
        if (isFed(agent)) {
          names.lookOnce(agent, hour, blocks -> index.admit(agent, blocks));
        } else {
          look(agent, hour);
        }
      }
    } catch (RuntimeException e) {
      looked.remove(agent);
      throw e;
    }
  }

  /// Reads which series of an agent are stored, once; whoever comes meanwhile waits. Only then it
  /// is known whether there is room for others.
  private void learn(String agent) {
    known
        .computeIfAbsent(Shards.of(agent), _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            agent,
            _ -> {
              chunks.sets(agent).forEach(stored -> index.addSet(agent, stored.set()));
              return true;
            });
  }

  /// Forgets shards that another instance has now. One that is being read in is not served yet, but
  /// samples of its agents arrive.
  private void forgetOthers(Set<String> arriving) {
    Set<Integer> busy = arriving.stream().map(Shards::of).collect(Collectors.toSet());
    for (int shard : Set.copyOf(known.keySet())) {
      if (!serving.contains(shard) && !busy.contains(shard)) {
        Map<String, Boolean> gone = known.getOrDefault(shard, Map.of());
        known.remove(shard);
        gone.keySet().forEach(index::remove);
        looked.removeAll(gone.keySet());
      }
    }
  }

  /// The hours of an agent that are in no chunk yet, as they were found last.
  Set<Long> openHours(String agent) {
    // In the order in which they move on, so that none is missed.
    var all = new HashSet<>(filled.getOrDefault(agent, Set.of()));
    filledBefore.forEach(some -> all.addAll(some.getOrDefault(agent, Set.of())));
    all.addAll(hours.getOrDefault(agent, Set.of()));
    return all;
  }

  @Override
  public void begins(int shard) {
    came.add(shard);
  }

  /// Reads what the journal has of an hour, if it is not handed over.
  ///
  /// @param asked the series that somebody wants to read
  void refresh(String agent, long hour, Collection<SeriesKey> asked) {
    open.refresh(agent, hour, isFed(agent), asked, blocks -> index.admit(agent, blocks));
  }

  private static boolean isFed(String agent) {
    return !WriterName.is(agent);
  }

  @Override
  public Optional<SeriesRefusal> arrived(String agent, long hour, List<SeriesBlock> blocks) {
    learn(agent);
    Admission admission = index.arrived(agent, blocks);
    open.arrived(agent, hour, admission.blocks());
    filled.computeIfAbsent(agent, _ -> ConcurrentHashMap.newKeySet()).add(hour);
    return admission.refusal();
  }

  @Override
  public List<SeriesBlock> kept(String agent, List<SeriesBlock> blocks) {
    learn(agent);
    return index.kept(agent, blocks);
  }

  @Override
  public boolean hasRoom(String system, int series) {
    return index.hasRoom(system, series);
  }

  /// What a writer writes whose shard another instance owns is judged there, when it is read.
  @Override
  public Verdict judge(String writer, List<SeriesName> names) {
    var refused = new BitSet();
    if (!serving.contains(Shards.of(writer))) {
      return new Verdict(refused, "");
    }
    learn(writer);
    String why = "";
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      var key = SeriesKey.of(name.system(), name.metric(), name.labels(), writer);
      var block = new SeriesBlock(key, name.unit(), new long[0], new double[0]);
      Optional<SeriesRefusal> refusal = index.admit(writer, List.of(block)).refusal();
      if (refusal.isPresent()) {
        refused.set(i);
        why = SeriesRefusal.REASON + ": " + refusal.get().message();
      }
    }
    return new Verdict(refused, why);
  }

  @Override
  public void built(String agent, long hour, Collection<SeriesSet> sets) {
    sets.forEach(set -> index.addSet(agent, set));
    cache.forget(agent);
    open.forget(agent, hour);
    names.forget(agent, hour);
    builds.incrementAndGet(counter(agent));
  }

  /// Changes when an hour of an agent was built, before what was put together with others goes; now
  /// and then although none was.
  int builds(String agent) {
    return builds.get(counter(agent));
  }

  private static int counter(String agent) {
    return Math.floorMod(agent.hashCode(), BUILD_COUNTERS);
  }
}
