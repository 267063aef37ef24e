package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.notify.Channel;
import io.aramaki.kit.app.Failpoint;
import io.aramaki.kit.time.Backoff;
import io.aramaki.kit.time.SteadyClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages that are claimed, and writes down what became of them. Each receiver has room of
/// its own, so that a slow one holds up nobody else.
final class Sender implements AutoCloseable {
  /// Messages of one receiver that are sent and not yet written down as sent: so many it may be
  /// told once more when this process dies.
  static final int SENDS_PER_RECEIVER = 8;

  /// A claim that is older is confirmed before it is sent: this process may have slept.
  static final Duration CLAIM_MAX = Duration.ofSeconds(2);

  private static final Backoff RETRY = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));
  private static final Duration WRITE_AGAIN = Duration.ofMillis(500);
  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private final Receiving receiving;
  private final Outcomes outcomes;
  private final SteadyClock clock;
  private final RandomGenerator random;
  private final Map<String, Thread> sending = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> room = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// @param reigns the reign of now
  Sender(
      Receiving receiving,
      Supplier<Optional<Reign>> reigns,
      SteadyClock clock,
      RandomGenerator random) {
    this.receiving = receiving;
    this.outcomes = new Outcomes(reigns, clock);
    this.clock = clock;
    this.random = random;
  }

  /// Whether the notification of this key is being sent.
  boolean has(String key) {
    return sending.containsKey(key);
  }

  /// Sends a message of a reign.
  void send(Reign reign, Message message) {
    var thread =
        Thread.ofVirtual()
            .name("notify-" + message.notification().receiver())
            .unstarted(() -> run(reign, message));
    sending.put(message.notification().key(), thread);
    thread.start();
  }

  /// Waits until nothing is being sent.
  void drain(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!sending.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private void run(Reign reign, Message message) {
    var receiver = message.notification().receiver();
    var permits = room.computeIfAbsent(receiver, _ -> new Semaphore(SENDS_PER_RECEIVER));
    permits.acquireUninterruptibly();
    try {
      var outcome = sendClaimed(reign, message);
      receiving.heard().accept(message, outcome);
      record(reign, message, outcome);
    } finally {
      permits.release();
      sending.remove(message.notification().key(), Thread.currentThread());
    }
  }

  private Outcome sendClaimed(Reign reign, Message message) {
    Failpoint.at("afterOutboxBeforePost");
    if (!stillClaimed(reign, message.notification())) {
      return new Outcome.NotReached("another instance has taken the alerts");
    }
    var outcome = sendNow(message);
    Failpoint.at("afterPostBeforeNflog");
    return outcome;
  }

  /// When the store does not answer, the message goes out: rather twice than never.
  private boolean stillClaimed(Reign reign, Notification notification) {
    boolean fresh =
        notification.progress() instanceof Notification.Progress.Claimed claimed
            && clock.instant().isBefore(claimed.when().plus(CLAIM_MAX));
    try {
      return !reign.isOver() && (fresh || reign.confirmed());
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("error", e.toString())
          .log("an old claim cannot be confirmed; it is sent all the same");
      return true;
    }
  }

  private Outcome sendNow(Message message) {
    var receiver = message.notification().receiver();
    Channel channel = receiving.channels().get(receiver);
    if (channel == null) {
      return new Outcome.NotReached("there is no receiver \"%s\"".formatted(receiver));
    }
    try {
      return channel.send(message);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("receiver", receiver).setCause(e).log("a channel failed");
      return new Outcome.Unclear(e.toString());
    }
  }

  private void record(Reign reign, Message message, Outcome outcome) {
    var notification = message.notification();
    if (!(outcome instanceof Outcome.Accepted)) {
      log.atWarn()
          .addKeyValue("receiver", notification.receiver())
          .addKeyValue("attempt", notification.attempts() + 1)
          .addKeyValue("outcome", outcome.toString())
          .log("a notification was not taken");
    }
    var wait = RETRY.delay(notification.attempts() + 1, random);
    while (!closed) {
      try {
        outcomes.record(message, outcome, wait);
        return;
      } catch (NotReigning _) {
        correct(reign, message, outcome);
        return;
      } catch (RuntimeException e) {
        log.atWarn()
            .addKeyValue("error", e.toString())
            .log("the outcome of a notification is not durable yet");
        LockSupport.parkNanos(WRITE_AGAIN.toNanos());
      }
    }
  }

  /// A receiver cannot be fenced: if the claim was stale, it may have been told something that had
  /// long changed. Then it is told how things are now.
  private void correct(Reign reign, Message message, Outcome outcome) {
    if (outcome instanceof Outcome.NotReached) {
      return;
    }
    try {
      var now = Late.correction(message, id -> reign.durable(id), clock.instant());
      if (now.isPresent()) {
        log.atWarn()
            .addKeyValue("receiver", message.notification().receiver())
            .addKeyValue("outcome", sendNow(now.get()).toString())
            .log("a message went out although another instance had taken the alerts; corrected");
      }
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("receiver", message.notification().receiver())
          .addKeyValue("alerts", message.firing().stream().map(Alert::id).toList().toString())
          .setCause(e)
          .log("a message went out late and cannot be corrected; look at these alerts");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
