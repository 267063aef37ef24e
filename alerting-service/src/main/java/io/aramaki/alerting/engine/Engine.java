package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.Book;
import io.aramaki.alerting.domain.BookStore;
import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.StateChange;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Failpoint;
import io.aramaki.kit.cassandra.shard.OwnershipListener;
import io.aramaki.kit.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs alerting while this instance owns it: takes state changes, looks at groups when they are
/// due, has sent what is claimed.
public final class Engine implements OwnershipListener, AutoCloseable {
  /// The most state changes of one write.
  static final int CHANGES_PER_STEP = 20;

  /// The longest sleep between two looks.
  static final Duration LOOK_MAX = Duration.ofMillis(500);

  /// From one tidying of the book to the next.
  static final Duration TIDY = Duration.ofSeconds(10);

  /// How long a planned end waits for what is being sent.
  static final Duration DRAIN_MAX = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final LongFunction<BookStore> stores;
  private final Function<Book, Alerting> rules;
  private final SteadyClock clock;
  private final Sender sender;
  private final Semaphore wake = new Semaphore(0);
  private final Thread ticker;
  private volatile @Nullable Reign reign;
  private volatile boolean leaving;
  private volatile boolean closed;

  /// @param stores opens the book of an epoch
  public Engine(
      LongFunction<BookStore> stores,
      Function<Book, Alerting> rules,
      Receiving receiving,
      Environment environment) {
    this.stores = stores;
    this.rules = rules;
    this.clock = new SteadyClock(environment.clock(), environment.nanoTime());
    this.sender = new Sender(receiving, this::reign, clock, environment.random());
    this.ticker = Thread.ofVirtual().name("alerting-ticker").start(this::run);
  }

  @Override
  public void acquired(int shard, long epoch) {
    var next = new Reign(stores.apply(epoch), rules, sender::has, clock::instant);
    next.change((_, _) -> true);
    leaving = false;
    reign = next;
    wake.release();
    log.atInfo().addKeyValue("epoch", epoch).log("alerts are ours");
  }

  @Override
  public void lost(int shard) {
    leaving = true;
    var before = reign;
    if (before != null) {
      sender.drain(DRAIN_MAX);
      before.end();
    }
    reign = null;
    log.atInfo().log("alerts are somebody else's");
  }

  /// Takes state changes of monitoring; durable when this returns.
  ///
  /// @throws NotReigning if this instance does not own the alerts
  public void take(List<StateChange> changes) {
    for (int from = 0; from < changes.size(); from += CHANGES_PER_STEP) {
      var some = changes.subList(from, Math.min(changes.size(), from + CHANGES_PER_STEP));
      step((alerting, edit, now) -> {
        some.forEach(next -> alerting.take(edit, next, now));
        return true;
      });
      Failpoint.at("afterTransitionBeforeOutbox");
    }
  }

  /// Does one step.
  ///
  /// @throws NotReigning if this instance does not own the alerts
  public <T> T step(Step<T> step) {
    var now = current();
    var changed = now.change((alerting, edit) -> step.run(alerting, edit, clock.instant()));
    changed.claimed().forEach(message -> sender.send(now, message));
    wake.release();
    return changed.answer();
  }

  /// What somebody asks for.
  public interface Step<T> {
    T run(Alerting alerting, Edit edit, Instant now);
  }

  /// Reads the book.
  ///
  /// @throws NotReigning if this instance does not own the alerts
  public <T> T read(BiFunction<Alerting, Book, T> reader) {
    return current().read(reader);
  }

  public Instant now() {
    return clock.instant();
  }

  /// How many notes wait for the timeline.
  public long waitingNotes() {
    return reign().map(Reign::waitingNotes).orElse(0L);
  }

  public boolean reigning() {
    return reign().isPresent();
  }

  /// The reign of now.
  Optional<Reign> reign() {
    return Optional.ofNullable(reign).filter(one -> !one.isOver());
  }

  private Reign current() {
    var now = reign;
    if (now == null || leaving) {
      throw new NotReigning();
    }
    return now;
  }

  private void run() {
    var tidied = clock.instant();
    boolean failed = false;
    while (!closed) {
      try {
        // A database that is away fails at once; what is due would make a look each millisecond.
        if (failed) {
          Thread.sleep(LOOK_MAX);
          failed = false;
        }
        var _ = wake.tryAcquire(pause(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        if (reigning() && !leaving) {
          if (!clock.instant().isBefore(tidied.plus(TIDY))) {
            tidied = clock.instant();
            tidy();
          }
          look();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        failed = true;
        log.atWarn()
            .addKeyValue("error", e.toString())
            .log("a look at the groups failed; the next one comes");
      }
    }
  }

  private void look() {
    var now = current();
    var changed =
        now.change((alerting, edit) -> {
          alerting.tick(edit, clock.instant());
          return true;
        });
    changed.claimed().forEach(message -> sender.send(now, message));
  }

  private void tidy() {
    current()
        .change((alerting, edit) -> {
          alerting.recover(edit, sender::has, clock.instant());
          alerting.tidy(edit, clock.instant());
          return true;
        });
  }

  private long pause() {
    try {
      var next = reign().flatMap(one -> one.read((alerting, _) -> alerting.next()));
      long wait =
          next.filter(due -> due.isBefore(clock.instant().plus(LOOK_MAX)))
              .map(due -> Duration.between(clock.instant(), due).toMillis())
              .orElse(LOOK_MAX.toMillis());
      return Math.clamp(wait, 1, LOOK_MAX.toMillis());
    } catch (NotReigning _) {
      return LOOK_MAX.toMillis();
    }
  }

  @Override
  public void close() {
    closed = true;
    ticker.interrupt();
    sender.close();
  }
}
