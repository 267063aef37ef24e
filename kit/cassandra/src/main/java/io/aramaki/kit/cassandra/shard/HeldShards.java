package io.aramaki.kit.cassandra.shard;

import io.aramaki.kit.cassandra.StorageUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shards this instance owns, and the work of getting and losing them. All of it runs on
/// virtual threads: nobody who calls here waits.
final class HeldShards implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldShards.class);

  /// Claims and releases under way at once: enough to hide their latency, few enough not to push
  /// other writes aside.
  private static final int STATEMENTS_MAX = 24;

  /// Calls of the listener under way at once. Each may read a whole shard.
  private static final int CALLS_MAX = 16;

  private enum Phase {
    CLAIMING,
    OWNED,
    LEAVING
  }

  /// @param calls ends when the last call of the listener for this shard, so far, has returned
  private record Held(Phase phase, long epoch, CompletableFuture<Void> calls) {}

  private final ShardTable table;
  private final String owner;
  private final OwnershipListener listener;
  private final Duration handOver;
  private final Semaphore statements = new Semaphore(STATEMENTS_MAX);
  private final Semaphore calls = new Semaphore(CALLS_MAX);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("shard-", 0).factory());
  private final Map<Integer, Held> held = new HashMap<>();

  /// The end of the last call of the listener for a shard that is no longer held.
  private final Map<Integer, CompletableFuture<Void>> endings = new HashMap<>();

  private boolean closed;

  HeldShards(ShardTable table, String owner, OwnershipListener listener, Duration handOver) {
    this.table = table;
    this.owner = owner;
    this.listener = listener;
    this.handOver = handOver;
  }

  synchronized OptionalLong epochOf(int shard) {
    var now = held.get(shard);
    return now == null || now.phase == Phase.CLAIMING
        ? OptionalLong.empty()
        : OptionalLong.of(now.epoch);
  }

  /// All shards with something under way count as held, so that nothing is begun twice. What is
  /// being claimed counts with the epoch that it will have.
  synchronized Map<Integer, Long> epochs() {
    var epochs = new HashMap<Integer, Long>();
    held.forEach((shard, now) -> epochs.put(shard, now.epoch));
    return epochs;
  }

  synchronized void claim(int shard, long expectedEpoch) {
    if (closed || held.containsKey(shard)) {
      return;
    }
    held.put(
        shard,
        new Held(Phase.CLAIMING, expectedEpoch + 1, CompletableFuture.completedFuture(null)));
    threads.execute(() -> claimed(shard, claimNow(shard, expectedEpoch)));
  }

  private Optional<Long> claimNow(int shard, long expectedEpoch) {
    statements.acquireUninterruptibly();
    try {
      return table.claim(shard, expectedEpoch, owner);
    } catch (StorageUnavailable e) {
      log.atWarn()
          .addKeyValue("shard", shard)
          .addKeyValue("error", e.getMessage())
          .log("claim failed; the next look tries again");
      return Optional.empty();
    } finally {
      statements.release();
    }
  }

  private synchronized void claimed(int shard, Optional<Long> epoch) {
    held.remove(shard);
    notifyAll();
    if (epoch.isPresent()) {
      var before = endings.getOrDefault(shard, CompletableFuture.completedFuture(null));
      var calls = before.thenRunAsync(() -> callAcquired(shard, epoch.get()), threads);
      held.put(shard, new Held(Phase.OWNED, epoch.get(), calls));
      endings.remove(shard);
      if (closed) {
        giveUp(shard, epoch.get());
      }
    }
  }

  private void callAcquired(int shard, long epoch) {
    call(() -> {
      try {
        listener.acquired(shard, epoch);
      } catch (RuntimeException e) {
        log.atWarn()
            .setCause(e)
            .addKeyValue("shard", shard)
            .log("the shard cannot be worked on; it is released and claimed again");
        giveUp(shard, epoch);
      }
    });
  }

  /// Another has claimed the shard after this epoch.
  synchronized void taken(int shard, long epoch) {
    var now = held.get(shard);
    if (now == null || now.epoch != epoch || now.phase == Phase.CLAIMING) {
      return;
    }
    held.remove(shard);
    notifyAll();
    if (now.phase == Phase.OWNED) {
      log.atInfo()
          .addKeyValue("shard", shard)
          .addKeyValue("epoch", epoch)
          .log("another instance has taken the shard");
      endings.put(shard, now.calls.thenRunAsync(() -> callLost(shard), threads));
    } else {
      endings.put(shard, now.calls);
    }
  }

  synchronized void giveUp(int shard, long epoch) {
    var now = held.get(shard);
    if (now == null || now.epoch != epoch || now.phase != Phase.OWNED) {
      return;
    }
    var lost = now.calls.thenRunAsync(() -> callLost(shard), threads);
    held.put(shard, new Held(Phase.LEAVING, epoch, lost));
    threads.execute(() -> {
      awaitHandOver(shard, lost);
      release(shard, epoch);
      left(shard, epoch, lost);
    });
  }

  private void awaitHandOver(int shard, CompletableFuture<Void> lost) {
    try {
      lost.copy().orTimeout(handOver.toNanos(), TimeUnit.NANOSECONDS).join();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("shard", shard)
          .addKeyValue("limit", handOver)
          .log("the shard is released although work on it has not ended");
    }
  }

  private void release(int shard, long epoch) {
    statements.acquireUninterruptibly();
    try {
      table.release(shard, epoch);
    } catch (StorageUnavailable e) {
      log.atWarn()
          .addKeyValue("shard", shard)
          .addKeyValue("error", e.getMessage())
          .log("release failed; others take the shard after a while");
    } finally {
      statements.release();
    }
  }

  private synchronized void left(int shard, long epoch, CompletableFuture<Void> lost) {
    @Nullable Held now = held.get(shard);
    if (now != null && now.epoch == epoch) {
      held.remove(shard);
      endings.put(shard, lost);
      notifyAll();
    }
  }

  private void callLost(int shard) {
    call(() -> {
      try {
        listener.lost(shard);
      } catch (RuntimeException e) {
        log.atError().setCause(e).addKeyValue("shard", shard).log("letting go of the shard failed");
      }
    });
  }

  private void call(Runnable call) {
    calls.acquireUninterruptibly();
    try {
      call.run();
    } finally {
      calls.release();
    }
  }

  /// Hands all shards over and waits for it, as long as hand-overs may take.
  @Override
  public void close() {
    try {
      if (!allGivenUp()) {
        log.atWarn().log("some shards could not be handed over in time; others take them later");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  private synchronized boolean allGivenUp() throws InterruptedException {
    closed = true;
    epochs().forEach(this::giveUp);
    long end = System.nanoTime() + 2 * handOver.toNanos();
    while (!held.isEmpty() && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    return held.isEmpty();
  }
}
