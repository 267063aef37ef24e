package io.aramaki.ticketing.worker;

import io.aramaki.kit.cassandra.shard.OwnershipListener;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.LinkWork;
import io.aramaki.ticketing.domain.tracker.Tracker;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on links that are due, while this instance is the one that works. The episodes of one
/// problem are worked on one after the other, since they may share an issue. Should two processes
/// work at once, the ledger lets one win.
public final class Worker implements OwnershipListener, AutoCloseable {
  /// From one look at what is due to the next, unless somebody signals.
  static final Duration LOOK = Duration.ofSeconds(1);

  /// The most links of a tracker that one look takes.
  static final int LINKS_PER_LOOK = 200;

  /// Calls to one tracker at the same time.
  static final int CALLS_PER_TRACKER = 4;

  /// How long a planned end waits for steps under way.
  static final Duration DRAIN_MAX = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final LinkStore store;
  private final LinkWork work;
  private final Map<String, Tracker> trackers;
  private final Clock clock;
  private final Tracer tracer;
  private final Semaphore wake = new Semaphore(0);
  private final Set<Problem> busy = ConcurrentHashMap.newKeySet();
  private final Map<String, Semaphore> room = new ConcurrentHashMap<>();
  private final Repair repair;
  private final Thread looker;
  private volatile boolean working;
  private volatile boolean closed;

  /// All episodes of one problem in one tracker.
  private record Problem(String tracker, String dedupeKey) {
    static Problem of(Link link) {
      return new Problem(link.key().tracker(), link.key().dedupeKey());
    }
  }

  public Worker(
      LinkStore store, LinkWork work, Map<String, Tracker> trackers, Clock clock, Tracer tracer) {
    this.store = store;
    this.work = work;
    this.trackers = Map.copyOf(trackers);
    this.clock = clock;
    this.tracer = tracer;
    this.looker = Thread.ofVirtual().name("ticket-worker").start(this::run);
    this.repair = new Repair(store, this::working, this::repair, clock);
  }

  /// Says that there is something to do now.
  public void signal() {
    wake.release();
  }

  /// Whether this instance is the one that works.
  public boolean working() {
    return working && !closed;
  }

  @Override
  public void acquired(int shard, long epoch) {
    working = true;
    signal();
    log.atInfo().addKeyValue("epoch", epoch).log("tickets are ours to work on");
  }

  @Override
  public void lost(int shard) {
    working = false;
    long end = System.nanoTime() + DRAIN_MAX.toNanos();
    while (!busy.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    log.atInfo().log("tickets are somebody else's to work on");
  }

  private void run() {
    try {
      while (!closed) {
        var _ = wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        if (working()) {
          trackers.keySet().forEach(this::look);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String tracker) {
    try {
      store.due(tracker, clock.instant(), LINKS_PER_LOOK).forEach(link -> start(link, this::step));
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("tracker", tracker)
          .addKeyValue("error", e.toString())
          .log("the ledger cannot be read; the next look comes");
    }
  }

  private void repair(Link link) {
    if (link.next().isEmpty()) {
      start(link, (one, tracker) -> work.refresh(one, tracker));
    } else if (link.next().get().isBefore(clock.instant().minus(LOOK.multipliedBy(10)))) {
      start(link, this::step);
    }
  }

  /// What is done with a link.
  private interface Task {
    Optional<Link> run(Link link, Tracker tracker);
  }

  private void start(Link link, Task task) {
    var problem = Problem.of(link);
    var tracker = trackers.get(problem.tracker());
    if (tracker != null && busy.add(problem)) {
      Thread.ofVirtual()
          .name("ticket-" + link.key().ticketId())
          .start(() -> run(problem, link, tracker, task));
    }
  }

  private void run(Problem problem, Link link, Tracker tracker, Task task) {
    var permits = room.computeIfAbsent(problem.tracker(), _ -> new Semaphore(CALLS_PER_TRACKER));
    permits.acquireUninterruptibly();
    try {
      var current = store.find(link.key());
      if (working() && current.isPresent()) {
        traced(current.get(), one -> task.run(one, tracker))
            .ifPresent(after -> warn(current.get(), after));
      }
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("ticket", link.key().ticketId())
          .setCause(e)
          .log("a step failed; it is tried again");
    } finally {
      permits.release();
      busy.remove(problem);
    }
  }

  private Optional<Link> step(Link link, Tracker tracker) {
    var after = work.step(link, tracker);
    after
        .flatMap(Link::next)
        .filter(next -> !next.isAfter(clock.instant()))
        .ifPresent(_ -> signal());
    return after;
  }

  private Optional<Link> traced(Link link, Function<Link, Optional<Link>> task) {
    var builder =
        tracer.spanBuilder("ticketing step").setAttribute("ticket", link.key().ticketId());
    if (!link.report().traceparent().isEmpty()) {
      builder.setParent(TraceContext.parent(link.report().traceparent()));
    }
    var span = builder.startSpan();
    try (var _ = span.makeCurrent()) {
      return task.apply(link);
    } finally {
      span.end();
    }
  }

  private static void warn(Link before, Link after) {
    if (!after.error().isEmpty() && !after.error().equals(before.error())) {
      log.atWarn()
          .addKeyValue("ticket", after.key().ticketId())
          .addKeyValue("tracker", after.key().tracker())
          .addKeyValue("error", after.error())
          .log("a ticket is not where it should be");
    }
  }

  @Override
  public void close() {
    closed = true;
    looker.interrupt();
    repair.close();
  }
}
