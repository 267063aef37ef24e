package io.aramaki.ticketing.worker;

import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.LinkWork;
import io.aramaki.ticketing.domain.Tracker;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on links that are due. One link is worked on by one thread at a time in this process; of
/// two processes the ledger lets one win.
public final class Worker implements AutoCloseable {
  /// From one look at what is due to the next, unless somebody signals.
  static final Duration LOOK = Duration.ofSeconds(1);

  /// The most links that one look takes.
  static final int LINKS_PER_LOOK = 200;

  /// Calls to one tracker at the same time.
  static final int CALLS_PER_TRACKER = 4;

  /// From one repair of what people may have changed to the next.
  static final Duration REPAIR = Duration.ofMinutes(1);

  /// The most links that one repair asks about.
  static final int LINKS_PER_REPAIR = 500;

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final LinkStore store;
  private final LinkWork work;
  private final Map<String, Tracker> trackers;
  private final BiConsumer<Link, Link> changed;
  private final Clock clock;
  private final Tracer tracer;
  private final Semaphore wake = new Semaphore(0);
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Map<String, Semaphore> room = new ConcurrentHashMap<>();
  private final Thread looker;
  private final Thread repairer;
  private volatile boolean closed;

  /// @param changed hears of a link before and after each step that changed its state
  public Worker(
      LinkStore store,
      LinkWork work,
      Map<String, Tracker> trackers,
      BiConsumer<Link, Link> changed,
      Clock clock,
      Tracer tracer) {
    this.store = store;
    this.work = work;
    this.trackers = Map.copyOf(trackers);
    this.changed = changed;
    this.clock = clock;
    this.tracer = tracer;
    this.looker = Thread.ofVirtual().name("ticket-worker").start(this::look);
    this.repairer = Thread.ofVirtual().name("ticket-repair").start(this::repair);
  }

  /// Says that there is something to do now.
  public void signal() {
    wake.release();
  }

  private void look() {
    try {
      while (!closed) {
        var _ = wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        try {
          store.due(clock.instant(), LINKS_PER_LOOK).forEach(this::start);
        } catch (RuntimeException e) {
          log.atWarn()
              .addKeyValue("error", e.toString())
              .log("the ledger cannot be read; the next look comes");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void repair() {
    try {
      while (!closed) {
        Thread.sleep(REPAIR);
        for (var tracker : trackers.keySet()) {
          try {
            store.open(tracker, LINKS_PER_REPAIR).forEach(this::start);
          } catch (RuntimeException e) {
            log.atWarn()
                .addKeyValue("tracker", tracker)
                .addKeyValue("error", e.toString())
                .log("a repair failed; the next one comes");
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(Link link) {
    var id = link.key().ticketId();
    if (trackers.containsKey(link.key().tracker()) && busy.add(id)) {
      Thread.ofVirtual().name("ticket-" + id).start(() -> run(link));
    }
  }

  private void run(Link link) {
    var id = link.key().ticketId();
    var permits = room.computeIfAbsent(link.key().tracker(), _ -> new Semaphore(CALLS_PER_TRACKER));
    permits.acquireUninterruptibly();
    try {
      store.findByTicket(id).ifPresent(this::step);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("ticket", id).setCause(e).log("a step failed; it is tried again");
    } finally {
      permits.release();
      busy.remove(id);
    }
  }

  private void step(Link link) {
    var builder =
        tracer.spanBuilder("ticketing step").setAttribute("ticket", link.key().ticketId());
    if (!link.report().traceparent().isEmpty()) {
      builder.setParent(TraceContext.parent(link.report().traceparent()));
    }
    var span = builder.startSpan();
    try (var _ = span.makeCurrent()) {
      var tracker = java.util.Objects.requireNonNull(trackers.get(link.key().tracker()));
      var after = work.step(link, tracker, now());
      after.ifPresent(next -> tell(link, next));
      after
          .filter(next -> next.next().filter(due -> !due.isAfter(now())).isPresent())
          .ifPresent(_ -> signal());
    } finally {
      span.end();
    }
  }

  private void tell(Link before, Link after) {
    if (!after.error().isEmpty() && !after.error().equals(before.error())) {
      log.atWarn()
          .addKeyValue("ticket", after.key().ticketId())
          .addKeyValue("tracker", after.key().tracker())
          .addKeyValue("error", after.error())
          .log("a ticket is not where it should be");
    }
    changed.accept(before, after);
  }

  private Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    closed = true;
    looker.interrupt();
    repairer.interrupt();
  }
}
