package io.aramaki.allinone.keep;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one thing alive on a thread of its own: starts it, watches it, starts it again when it
/// died.
public final class Keeper implements Runnable {
  /// From one look at the process to the next.
  private static final long LOOK_MS = 100;

  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  /// Where it stands, as `status` says it.
  public enum State {
    WAITING,
    STARTING,
    READY,
    CRASH_LOOP,
    STOPPED
  }

  /// What is known of it now.
  public record Report(String name, State state, long pid, int restarts, String error) {}

  private final Kept kept;
  private final LongSupplier nanos;
  private final Runnable changed;
  private final Restarts restarts = new Restarts();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile Report report;

  /// @param changed is called after every change of the report
  public Keeper(Kept kept, LongSupplier nanos, Runnable changed) {
    this.kept = kept;
    this.nanos = nanos;
    this.changed = changed;
    this.report = new Report(kept.name(), State.WAITING, 0, 0, "");
  }

  public Report report() {
    return report;
  }

  public void stop() {
    stop.countDown();
  }

  @Override
  public void run() {
    while (!stopped(0)) {
      tell(State.STARTING, "");
      var error = live();
      if (stopped(0)) {
        break;
      }
      var wait = restarts.died(nanos.getAsLong());
      boolean loop = restarts.crashLoop(nanos.getAsLong());
      log.atError()
          .addKeyValue("part", kept.name())
          .addKeyValue("pid", kept.pid())
          .addKeyValue("deaths", restarts.total())
          .addKeyValue("restart_in_ms", wait.toMillis())
          .log(loop ? "dies again and again; its log says why" : "died");
      tell(loop ? State.CRASH_LOOP : State.STARTING, error);
      if (stopped(wait.toMillis())) {
        break;
      }
    }
    kept.stop();
    tell(State.STOPPED, "");
  }

  /// Starts it and returns when it is dead or is to be stopped.
  private String live() {
    try {
      kept.start();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("part", kept.name()).setCause(e).log("cannot be started");
      return String.valueOf(e.getMessage());
    }
    while (kept.alive()) {
      if (kept.ready() && report.state() != State.READY) {
        log.atInfo().addKeyValue("part", kept.name()).addKeyValue("pid", kept.pid()).log("ready");
        tell(State.READY, "");
      } else if (report.pid() != kept.pid()) {
        tell(report.state(), "");
      }
      if (stopped(LOOK_MS)) {
        return "";
      }
    }
    return "it ended";
  }

  private void tell(State state, String error) {
    report = new Report(kept.name(), state, kept.pid(), restarts.total(), error);
    changed.run();
  }

  private boolean stopped(long waitMs) {
    try {
      return stop.await(waitMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
