package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.RunId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes those who watch a run when this instance changed it. Changes by other instances are not
/// told, so a watcher also looks by itself now and then.
public final class RunNews {
  private final Map<RunId, Set<Watcher>> watchers = new ConcurrentHashMap<>();

  /// Somebody who watches a run.
  public final class Watcher implements AutoCloseable {
    private final RunId run;
    private final Semaphore news = new Semaphore(0);

    private Watcher(RunId run) {
      this.run = run;
    }

    /// Waits for news, at most so long.
    public void await(long nanos) throws InterruptedException {
      boolean _ = news.tryAcquire(nanos, TimeUnit.NANOSECONDS);
      int _ = news.drainPermits();
    }

    @Override
    public void close() {
      watchers.computeIfPresent(
          run,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }

  public Watcher watch(RunId run) {
    var watcher = new Watcher(run);
    watchers.compute(
        run,
        (_, all) -> {
          Set<Watcher> some = all == null ? ConcurrentHashMap.newKeySet() : all;
          some.add(watcher);
          return some;
        });
    return watcher;
  }

  void changed(RunId run) {
    watchers.getOrDefault(run, Set.of()).forEach(watcher -> watcher.news.release());
  }
}
