package io.aramaki.monitoring.domain.chunk;

import io.aramaki.monitoring.domain.chunk.ChunkBuilder.Built;
import io.aramaki.monitoring.domain.hours.HourRegister;
import io.aramaki.monitoring.domain.hours.OpenHours;
import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import io.aramaki.monitoring.domain.series.WriterName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for closed hours in the shards of this instance, and has them built, a few at the same
/// time: a build mostly waits for the store.
public final class ChunkRounds {
  /// How many hours are built at the same time. Most hold few samples; the builder lets few hold
  /// many.
  static final int AT_ONCE_MAX = 8;

  /// An hour that programs fill is built again only so long after the last time, the first times
  /// sooner: who sends late samples one by one does not have all of it written again for each. When
  /// it has been over for so long without quiet, it is built nevertheless, so that nothing expires
  /// in the journal; then it stays open.
  public static final Duration AGAIN = Duration.ofHours(1);

  /// How much sooner it is built for the second time; half as much for the third, and so on.
  private static final int SOONER_TWOFOLD = 4;

  /// An hour that was not built for so long is somebody's trouble.
  public static final Duration LATE = Duration.ofHours(6);

  private static final Logger log = LoggerFactory.getLogger(ChunkRounds.class);
  private static final Duration HOUR = Duration.ofHours(1);

  private final OpenHours hours;
  private final ChunkBuilder builder;
  private final ChunkBuilder.Settled settled;
  private final Supplier<Collection<Integer>> shards;
  private final InstantSource clock;
  private final AtomicLong built = new AtomicLong();
  private final AtomicLong samples = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong(-1);
  private volatile @Nullable Instant oldest;
  private volatile boolean ended;
  private Set<Integer> before = Set.of();
  private final Map<Place, Seen> seen = new ConcurrentHashMap<>();

  /// @param shards the shards that this instance owns and has read
  public ChunkRounds(
      OpenHours hours,
      ChunkBuilder builder,
      ChunkBuilder.Settled settled,
      Supplier<Collection<Integer>> shards,
      InstantSource clock) {
    this.hours = hours;
    this.builder = builder;
    this.settled = settled;
    this.shards = shards;
    this.clock = clock;
  }

  private record Place(int shard, String agent, long hour) {}

  /// What is known of an hour that is over.
  ///
  /// @param since when it was found first, or built last
  /// @param builds how often it was built
  private record Seen(Instant since, int builds) {
    boolean builtAfter(Instant time) {
      return builds > 0 && since.isAfter(time);
    }

    /// When it may be built next after some quiet.
    Instant next() {
      return builds == 0
          ? Instant.MIN
          : since.plus(AGAIN.dividedBy(1L << Math.max(0, SOONER_TWOFOLD - builds + 1)));
    }
  }

  /// Builds what is closed now; never called twice at once.
  public void run() {
    var mine = Set.copyOf(shards.get());
    if (!mine.equals(before)) {
      builder.ownersChanged();
      before = mine;
    }
    var turns = new Semaphore(AT_ONCE_MAX);
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("chunks-", 0).factory())) {
      due(mine)
          .forEach((place, said) -> {
            turns.acquireUninterruptibly();
            threads.execute(() -> {
              try {
                if (!ended) {
                  build(place, said);
                }
              } finally {
                turns.release();
              }
            });
          });
    }
  }

  private Map<Place, List<OpenHour>> due(Set<Integer> mine) {
    Instant now = clock.instant();
    long over = 0;
    Instant first = now;
    var open = new HashSet<Place>();
    var all = new LinkedHashMap<Place, List<OpenHour>>();
    for (int shard : mine) {
      var here = new TreeMap<Long, TreeMap<String, List<OpenHour>>>();
      for (OpenHour hour : hours.of(shard)) {
        here.computeIfAbsent(hour.hour(), _ -> new TreeMap<>())
            .computeIfAbsent(hour.agent(), _ -> new ArrayList<>())
            .add(hour);
      }
      for (var agents : here.entrySet()) {
        long hour = agents.getKey();
        if (end(hour).isAfter(now)) {
          continue;
        }
        over += agents.getValue().size();
        for (var said : agents.getValue().entrySet()) {
          var place = new Place(shard, said.getKey(), hour);
          Seen its = seen.computeIfAbsent(place, _ -> new Seen(now, 0));
          Instant waits = waitsSince(place, its, said.getValue());
          first = waits.isBefore(first) ? waits : first;
          if (isDue(place, its, said.getValue(), now)) {
            all.put(place, said.getValue());
          }
          open.add(place);
        }
      }
    }
    seen.entrySet()
        .removeIf(
            one -> !open.contains(one.getKey()) && !one.getValue().builtAfter(now.minus(AGAIN)));
    waiting.set(over);
    oldest = first;
    return all;
  }

  private static Instant end(long hour) {
    return Instant.EPOCH.plus(HOUR.multipliedBy(hour + 1));
  }

  /// An agent's hour should be built when it ends. A program's may be opened long after: it waits
  /// since it was said last, or since it was found or built here, whichever is longer.
  private static Instant waitsSince(Place place, Seen its, List<OpenHour> said) {
    Instant since = end(place.hour());
    if (!WriterName.is(place.agent())) {
      return since;
    }
    for (OpenHour one : said) {
      since = one.time().isAfter(since) ? one.time() : since;
    }
    return its.since().isBefore(since) ? its.since() : since;
  }

  private static boolean isDue(Place place, Seen its, List<OpenHour> said, Instant now) {
    boolean quiet = isQuiet(place.hour(), said, now);
    return WriterName.is(place.agent())
        ? its.since().plus(AGAIN).isBefore(now) || (quiet && its.next().isBefore(now))
        : quiet;
  }

  private static boolean isQuiet(long hour, List<OpenHour> said, Instant now) {
    return end(hour).plus(HourRegister.QUIET).isBefore(now)
        && said.stream().allMatch(one -> one.time().plus(HourRegister.QUIET).isBefore(now));
  }

  private void build(Place place, List<OpenHour> said) {
    Instant now = clock.instant();
    try {
      Optional<Built> done = builder.build(place.agent(), place.hour(), settled);
      if (done.isPresent()) {
        seen.compute(place, (_, old) -> new Seen(now, old == null ? 1 : old.builds() + 1));
        if (isQuiet(place.hour(), said, now)) {
          said.forEach(one -> hours.close(place.shard(), one));
        }
        built.incrementAndGet();
        samples.addAndGet(done.get().samples());
        bytes.addAndGet(done.get().bytes());
        waiting.decrementAndGet();
      }
    } catch (RuntimeException e) {
      failures.incrementAndGet();
      log.atError()
          .addKeyValue("agent", place.agent())
          .addKeyValue("hour", end(place.hour()).minus(HOUR))
          .setCause(e)
          .log("an hour of the journal is not in chunks; it stays and is tried again");
    }
  }

  /// Ends after the hours that are being built.
  public void end() {
    ended = true;
  }

  /// How many hours of agents are over and not in chunks yet; -1 before the first look.
  public long waiting() {
    return waiting.get();
  }

  /// Since when the one waits that waits longest.
  public Optional<Instant> oldest() {
    return waiting.get() > 0 ? Optional.ofNullable(oldest) : Optional.empty();
  }

  /// How many hours were built.
  public long built() {
    return built.get();
  }

  /// How many samples they had.
  public long samples() {
    return samples.get();
  }

  /// How many bytes their chunks have.
  public long bytes() {
    return bytes.get();
  }

  /// How often an hour could not be built.
  public long failures() {
    return failures.get();
  }
}
