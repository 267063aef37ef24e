package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.Book;
import io.aramaki.alerting.domain.BookStore;
import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.StateChange;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.notify.Channel;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Failpoint;
import io.aramaki.kit.cassandra.shard.OwnershipListener;
import io.aramaki.kit.time.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs alerting while this instance owns it: takes state changes, looks at groups when they are
/// due, sends what is claimed, and writes down what became of it.
public final class Engine implements OwnershipListener, AutoCloseable {
  /// The most groups that one step looks at.
  static final int GROUPS_PER_STEP = 100;

  /// The longest sleep between two looks.
  static final Duration LOOK_MAX = Duration.ofMillis(500);

  /// Notifications that one receiver gets at the same time.
  static final int SENDS_PER_RECEIVER = 8;

  private static final Backoff RETRY = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final LongFunction<BookStore> stores;
  private final Function<Book, Alerting> rules;
  private final Map<String, Channel> channels;
  private final Environment environment;
  private final SteadyClock clock;
  private final Map<String, Semaphore> room = new ConcurrentHashMap<>();
  private final Semaphore wake = new Semaphore(0);
  private final Thread ticker;
  private volatile @Nullable Reign reign;
  private volatile boolean closed;

  /// @param stores opens the book of an epoch
  /// @param channels by receiver
  public Engine(
      LongFunction<BookStore> stores,
      Function<Book, Alerting> rules,
      Map<String, Channel> channels,
      Environment environment) {
    this.stores = stores;
    this.rules = rules;
    this.channels = Map.copyOf(channels);
    this.environment = environment;
    this.clock = new SteadyClock(environment.clock(), environment.nanoTime());
    this.ticker = Thread.ofVirtual().name("alerting-ticker").start(this::tick);
  }

  @Override
  public void acquired(int shard, long epoch) {
    var next = new Reign(stores.apply(epoch), rules);
    reign = next;
    change((alerting, edit) -> {
      alerting.recover(edit, clock.now());
      return true;
    });
    log.atInfo().addKeyValue("epoch", epoch).log("alerts are ours");
  }

  @Override
  public void lost(int shard) {
    var before = reign;
    reign = null;
    if (before != null) {
      before.end();
    }
    log.atInfo().log("alerts are somebody else's");
  }

  /// Takes state changes of monitoring; durable when this returns.
  ///
  /// @throws NotReigning if this instance does not own the alerts
  public void take(List<StateChange> changes) {
    change((alerting, edit) -> {
      changes.forEach(next -> alerting.take(edit, next, clock.now()));
      return true;
    });
    wake.release();
  }

  /// Does one step of a person.
  public <T> T step(Step<T> step) {
    var answer = change((alerting, edit) -> step.run(alerting, edit, clock.now()));
    wake.release();
    return answer;
  }

  /// What a person asks for.
  public interface Step<T> {
    T run(Alerting alerting, Edit edit, Instant now);
  }

  /// Reads the book.
  public <T> T read(BiFunction<Alerting, Book, T> reader) {
    return current().read(reader);
  }

  public List<Notification> recentNotifications() {
    return current().recent();
  }

  public Instant now() {
    return clock.now();
  }

  /// The reign of now, for those who drain its notes.
  Optional<Reign> reign() {
    return Optional.ofNullable(reign).filter(one -> !one.isOver());
  }

  public boolean reigning() {
    return reign().isPresent();
  }

  private <T> T change(BiFunction<Alerting, Edit, T> step) {
    var changed = current().change(step);
    changed.claimed().forEach(this::send);
    return changed.answer();
  }

  private Reign current() {
    var now = reign;
    if (now == null) {
      throw new NotReigning();
    }
    return now;
  }

  private void tick() {
    while (!closed) {
      try {
        var _ = wake.tryAcquire(pause(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        if (reigning()) {
          change((alerting, edit) -> {
            alerting.tick(edit, clock.now(), GROUPS_PER_STEP);
            return true;
          });
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.atWarn()
            .addKeyValue("error", e.toString())
            .log("a look at the groups failed; the next one comes");
      }
    }
  }

  private long pause() {
    try {
      var next = reign().flatMap(one -> one.read((alerting, _) -> alerting.next()));
      long wait =
          next.map(due -> Duration.between(clock.now(), due).toMillis())
              .orElse(LOOK_MAX.toMillis());
      return Math.clamp(wait, 1, LOOK_MAX.toMillis());
    } catch (NotReigning _) {
      return LOOK_MAX.toMillis();
    }
  }

  private void send(Notification message) {
    Thread.ofVirtual().name("notify-" + message.receiver()).start(() -> sendNow(message));
  }

  private void sendNow(Notification message) {
    var permits = room.computeIfAbsent(message.receiver(), _ -> new Semaphore(SENDS_PER_RECEIVER));
    permits.acquireUninterruptibly();
    Outcome outcome;
    try {
      Failpoint.at("afterOutboxBeforePost");
      outcome = channel(message.receiver()).send(message);
      Failpoint.at("afterPostBeforeNflog");
    } catch (RuntimeException e) {
      log.atError().addKeyValue("receiver", message.receiver()).setCause(e).log("a channel failed");
      outcome = new Outcome.Unclear(String.valueOf(e.getMessage()));
    } finally {
      permits.release();
    }
    record(message, outcome);
  }

  private void record(Notification message, Outcome outcome) {
    var wait = RETRY.delay(message.attempts() + 1, environment.random());
    if (!(outcome instanceof Outcome.Accepted)) {
      log.atWarn()
          .addKeyValue("receiver", message.receiver())
          .addKeyValue("attempt", message.attempts() + 1)
          .addKeyValue("outcome", outcome.toString())
          .log("a notification was not taken");
    }
    while (!closed) {
      try {
        change((alerting, edit) -> {
          alerting.outcome(edit, message.groupKey(), message.key(), outcome, wait, clock.now());
          return true;
        });
        wake.release();
        return;
      } catch (NotReigning _) {
        return;
      } catch (RuntimeException e) {
        log.atWarn()
            .addKeyValue("error", e.toString())
            .log("the outcome of a notification is not durable yet");
        pauseOutcome();
      }
    }
  }

  private static void pauseOutcome() {
    try {
      Thread.sleep(LOOK_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Channel channel(String receiver) {
    return Objects.requireNonNull(channels.get(receiver), () -> "no receiver " + receiver);
  }

  @Override
  public void close() {
    closed = true;
    ticker.interrupt();
  }
}
