package io.aramaki.agent.session;

import io.aramaki.kit.time.Backoff;
import io.grpc.Channel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one kind of session alive: begins another when one is over, after a wait with full jitter,
/// for as long as the agent runs. A new certificate ends the wait.
final class SessionLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SessionLoop.class);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);

  /// One session, from its beginning to its end.
  interface Session {
    void run(Channel channel) throws SessionEnded, InterruptedException;
  }

  private final String name;
  private final Gateways gateways;
  private final Session session;
  private final RandomGenerator random;
  private final Thread thread;
  private volatile boolean closed;

  private SessionLoop(String name, Gateways gateways, Session session, RandomGenerator random) {
    this.name = name;
    this.gateways = gateways;
    this.session = session;
    this.random = random;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
  }

  static SessionLoop start(
      String name, Gateways gateways, Session session, RandomGenerator random) {
    var loop = new SessionLoop(name, gateways, session, random);
    loop.thread.start();
    return loop;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      boolean _ = thread.join(CLOSE_BOUND);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    int failures = 0;
    try {
      while (!closed) {
        Future<?> renewal = gateways.renewal();
        failures = once(failures);
        if (!closed && isDoneWithin(renewal, BACKOFF.delay(failures, random))) {
          failures = 0;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isDoneWithin(Future<?> something, Duration most)
      throws InterruptedException {
    try {
      something.get(most.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing lets it fail", e);
    }
  }

  /// Answers how many sessions in a row did not come about; a session that was open counts as one
  /// failure, so that many agents that lose a gateway do not come back together.
  private int once(int failures) throws InterruptedException {
    Channel channel = gateways.channel();
    try {
      session.run(channel);
      return 1;
    } catch (SessionEnded e) {
      log.atInfo()
          .addKeyValue("session", name)
          .addKeyValue("reason", e.getMessage())
          .log("session ended");
      if (e.wasOpen()) {
        return 1;
      }
      gateways.failed(channel);
      return failures + 1;
    } catch (RuntimeException e) {
      log.atError().addKeyValue("session", name).setCause(e).log("session failed");
      return failures + 1;
    }
  }
}
