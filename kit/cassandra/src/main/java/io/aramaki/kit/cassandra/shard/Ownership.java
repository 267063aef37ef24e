package io.aramaki.kit.cassandra.shard;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.StorageUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This instance's part in sharing the shards among all live instances of the service.
///
/// Each second it writes a heartbeat, looks at those of the others and at the shards' owners, and
/// acts: claims shards that should be its own and that nobody alive owns, hands over those that
/// should be another's, notices those that were taken. A dead instance's shards are claimed about
/// five seconds after its last heartbeat, or three if its host refuses connections in its place.
///
/// ```text
///            claim                  acquired() returned
///   (none) ────────▶ ARRIVING ─────────────────────▶ HELD
///      ▲                │ another's epoch, fenced       │ should be another's
///      │                ▼                               ▼
///      └──────────── lost() ◀──────────────────── LEAVING: lost(), then release
/// ```
public final class Ownership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ownership.class);
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final LiveInstance self;
  private final ShardTable table;
  private final Heartbeats heartbeats;
  private final Liveness liveness;
  private final Assignment assignment;
  private final HeldShards held;
  private final LongSupplier nanoTime;
  private final AtomicLong beats = new AtomicLong();
  private final ScheduledExecutorService ticker;
  private volatile View view;

  private record View(List<LiveInstance> alive, Map<Integer, ShardState> states) {}

  private Ownership(
      OwnershipConfig config,
      Cql cql,
      ShardTable table,
      Environment environment,
      OwnershipListener listener) {
    var now = environment.clock().instant();
    this.self =
        new LiveInstance(
            config.name(),
            now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / 1_000,
            config.address());
    this.table = table;
    this.heartbeats = new Heartbeats(cql, config.silence().dividedBy(2));
    this.liveness = new Liveness(self, config.silence(), config.interval(), new Doors());
    this.assignment = new Assignment(self, config.shards());
    this.held = new HeldShards(table, self.owner(), listener, config.handOver());
    this.nanoTime = environment.nanoTime();
    this.view = new View(List.of(self), Map.of());
    this.ticker =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("ownership-", 0).factory());
  }

  /// Joins. The first claims begin at once.
  public static Ownership start(
      OwnershipConfig config,
      Cql cql,
      ShardTable table,
      Environment environment,
      OwnershipListener listener) {
    var ownership = new Ownership(config, cql, table, environment, listener);
    long nanos = config.interval().toNanos();
    var _ =
        ownership.ticker.scheduleWithFixedDelay(ownership::beat, 0, nanos, TimeUnit.NANOSECONDS);
    var _ =
        ownership.ticker.scheduleWithFixedDelay(ownership::look, 0, nanos, TimeUnit.NANOSECONDS);
    return ownership;
  }

  /// The epoch under which this instance may write the shard, if it owns it.
  public OptionalLong epochOf(int shard) {
    return held.epochOf(shard);
  }

  /// The live instance that owns the shard, as far as this one knows.
  public Optional<LiveInstance> ownerOf(int shard) {
    if (epochOf(shard).isPresent()) {
      return Optional.of(self);
    }
    var now = view;
    var owner = Optional.ofNullable(now.states.get(shard)).flatMap(ShardState::owner);
    return owner.flatMap(
        o -> now.alive.stream().filter(i -> i.owner().equals(o) && !i.equals(self)).findFirst());
  }

  /// All instances that are alive as far as this one knows, itself included.
  public List<LiveInstance> liveInstances() {
    return view.alive;
  }

  /// Tells that a write under the epoch was refused. The listener's `lost` follows.
  public void fenced(int shard, long epoch) {
    held.taken(shard, epoch);
  }

  private void beat() {
    var _ =
        heartbeats
            .beat(new Heartbeat(self, beats.incrementAndGet()))
            .exceptionally(e -> {
              log.atWarn().addKeyValue("error", e.getMessage()).log("heartbeat not written");
              return null;
            });
  }

  private void look() {
    try {
      var seen = heartbeats.read();
      var states = new HashMap<>(table.states());
      var alive = liveness.look(seen, nanoTime.getAsLong());
      logChanges(view.alive, alive);
      view = new View(alive, Map.copyOf(states));
      for (var move : assignment.decide(alive, states, held.epochs())) {
        switch (move) {
          case Assignment.Move.Claim claim -> held.claim(claim.shard(), claim.expectedEpoch());
          case Assignment.Move.GiveUp giveUp -> held.giveUp(giveUp.shard(), giveUp.epoch());
          case Assignment.Move.Lost lost -> held.taken(lost.shard(), lost.epoch());
        }
      }
    } catch (StorageUnavailable e) {
      log.atWarn()
          .addKeyValue("error", e.getMessage())
          .log("the shards' owners could not be read; owned shards stay owned");
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again: that would silently stop the takeover of
      // dead instances.
      log.atError().setCause(e).log("looking after the shards failed");
    }
  }

  private void logChanges(List<LiveInstance> before, List<LiveInstance> now) {
    if (!before.equals(now)) {
      log.atInfo()
          .addKeyValue("instance", self.owner())
          .addKeyValue("alive", now.stream().map(LiveInstance::owner).toList())
          .log("the live instances changed");
    }
  }

  /// Hands every shard over and says goodbye, so that others take over at once.
  @Override
  public void close() {
    ticker.shutdown();
    held.close();
    try {
      heartbeats.beat(new Heartbeat(self, Heartbeat.GONE)).toCompletableFuture().join();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("error", e.getMessage())
          .log("goodbye not written; others will notice by the silence");
    }
  }
}
