package io.aramaki.bench.load;

import io.aramaki.agent.session.Gateways;
import io.aramaki.agent.session.wire.BatchHeaders;
import io.aramaki.agent.session.wire.Times;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.BatchRefusal;
import io.aramaki.agent.v1.Heartbeat;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.SessionHello;
import io.aramaki.bench.wire.BulkContent;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.tls.TlsContexts;
import io.grpc.Channel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A simulated agent: what is offered becomes a batch with the next seq of its boot, is sent as
/// often as it takes, and is noted in the ledger when it is answered.
///
/// It keeps a session open through whatever happens to the other side: after a loss everything
/// without an answer is sent again in order, under the same boot and seq and with the same bytes.
/// What it does not do: execute checks, carry out actions, renew its certificate, or survive its
/// own death; a driver that needs those runs a real agent.
public final class LoadAgent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LoadAgent.class);
  static final Duration HEARTBEAT_MAX = Duration.ofSeconds(10);
  private static final String VERSION = "load";

  /// How an agent is doing.
  ///
  /// @param open true if it has a session
  /// @param sessions how many sessions were opened
  /// @param unanswered batches without an answer
  /// @param unansweredBytes their size
  /// @param resent batches that were sent more than once
  /// @param askedAgain acknowledged batches for which the server asked nevertheless: it lost them
  public record Figures(
      boolean open,
      long sessions,
      int unanswered,
      long unansweredBytes,
      long resent,
      long askedAgain) {}

  private final LoadIdentity identity;
  private final LoadSettings settings;
  private final Environment environment;
  private final Gateways gateways;
  private final BootFile bootFile;
  private final BatchKey previous;
  private final long boot;
  private final long startNanos;
  private final Ledger ledger = new Ledger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition answered = lock.newCondition();
  private final Outgoing outgoing;
  private int format = BatchHeaders.OBSERVATIONS;
  private final Definitions definitions = new Definitions();
  private @Nullable LoadSession session;
  private long nextSessionNanos;
  private long heartbeatNanos;
  private long sent;
  private long sessions;
  private long askedAgain;
  private int failures;
  private boolean closed;

  LoadAgent(LoadIdentity identity, LoadSettings settings, Environment environment) {
    this.identity = identity;
    this.settings = settings;
    this.environment = environment;
    this.bootFile = new BootFile(identity.directory());
    this.previous = bootFile.begin();
    this.boot = environment.random().nextLong() | 1;
    this.startNanos = now();
    this.nextSessionNanos = startNanos;
    this.outgoing = new Outgoing(boot, previous, environment.clock());
    this.gateways =
        new Gateways(identity.gateways(), TlsContexts.mutual(identity.tls()), environment.random());
  }

  public LoadIdentity identity() {
    return identity;
  }

  public long boot() {
    return boot;
  }

  /// What was sent and what was answered. It outlives the agent.
  public Ledger ledger() {
    return ledger;
  }

  /// Puts samples into one batch and answers which. Waits while too many batches have no answer.
  ///
  /// @throws InterruptedException if interrupted while waiting; then nothing was sent
  public BatchKey offer(List<SeriesSamples> samples) throws InterruptedException {
    return offer(samples, List.of());
  }

  /// Puts a result into a batch of its own.
  public BatchKey offer(SimulatedResult result) throws InterruptedException {
    return offer(List.of(), List.of(result));
  }

  /// Puts a content that is written elsewhere into a batch. The ledger counts its samples only.
  public BatchKey offer(BulkContent content) throws InterruptedException {
    return offer(() -> {
      BatchKey key = outgoing.offer(content);
      ledger.sent(key, content.samples());
      return key;
    });
  }

  /// Puts samples and results into one batch. (A real agent keeps them apart; monitoring takes
  /// both.)
  public BatchKey offer(List<SeriesSamples> samples, List<SimulatedResult> results)
      throws InterruptedException {
    return offer(() -> {
      BatchKey key = outgoing.offer(samples, results, format, definitions.version());
      ledger.sent(key, samples, results);
      return key;
    });
  }

  private BatchKey offer(Supplier<BatchKey> make) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (outgoing.unanswered() >= settings.unansweredMax() && !closed) {
        answered.await();
      }
      if (closed) {
        throw new IllegalStateException("agent " + identity.agent() + " is closed");
      }
      BatchKey key = make.get();
      pump();
      return key;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing is without an answer.
  ///
  /// @return false if that took too long
  public boolean awaitAllAcknowledged(Duration bound) throws InterruptedException {
    long left = bound.toNanos();
    lock.lockInterruptibly();
    try {
      while (outgoing.unanswered() > 0 && left > 0) {
        left = answered.awaitNanos(left);
      }
      return outgoing.unanswered() == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until monitoring has shown the agent these checks.
  ///
  /// @return false if that took too long
  public boolean awaitDefined(Collection<String> checks, Duration bound)
      throws InterruptedException {
    return definitions.await(checks, bound);
  }

  Definitions definitions() {
    return definitions;
  }

  public Figures figures() {
    lock.lock();
    try {
      return new Figures(
          session != null && session.credits() > 0,
          sessions,
          outgoing.unanswered(),
          outgoing.bytes(),
          Math.max(0, sent - outgoing.newestSeq()),
          askedAgain);
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session. The same identity can be started again only if everything was answered.
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      answered.signalAll();
      drop("closed");
      if (outgoing.unanswered() == 0) {
        bootFile.end(
            outgoing.newestSeq() == 0 ? previous : new BatchKey(boot, outgoing.newestSeq()));
      }
    } finally {
      lock.unlock();
    }
    gateways.close();
  }

  /// Does what is due: a session, a heartbeat, giving up a silent one.
  void tick() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      LoadSession open = session;
      long now = now();
      if (open == null) {
        if (now - nextSessionNanos >= 0) {
          connect();
        }
      } else if (open.isSilent(now, settings.answerTimeout(), outgoing.oldestSent())) {
        drop("no answer within " + settings.answerTimeout().toSeconds() + " s");
        later();
      } else if (open.credits() > 0) {
        heartbeatIfDue(open, now);
        pump();
      }
    } catch (RuntimeException e) {
      log.atError().addKeyValue("agent", identity.agent()).setCause(e).log("load agent failed");
      drop("failed");
      later();
    } finally {
      lock.unlock();
    }
  }

  private void connect() {
    Channel channel = gateways.channel();
    outgoing.restart();
    var opened = new LoadSession(this, channel, settings.control(), now());
    session = opened;
    opened.start(
        ObserveRequest.newBuilder()
            .setHello(
                SessionHello.newBuilder()
                    .setAgentVersion(VERSION)
                    .setBoot(boot)
                    .addFormats(BatchHeaders.OBSERVATIONS)
                    .addFormats(BatchHeaders.COLUMNS))
            .build());
  }

  private void drop(String reason) {
    LoadSession open = session;
    session = null;
    if (open != null) {
      open.cancel(reason);
    }
  }

  private void later() {
    failures++;
    nextSessionNanos = now() + settings.backoff().delay(failures, environment.random()).toNanos();
  }

  private void heartbeatIfDue(LoadSession open, long now) {
    Duration interval = open.heartbeat();
    if (interval.compareTo(HEARTBEAT_MAX) > 0) {
      interval = HEARTBEAT_MAX;
    }
    if (now - heartbeatNanos < interval.toNanos()) {
      return;
    }
    heartbeatNanos = now;
    long upTo = outgoing.answeredUpTo();
    var heartbeat =
        Heartbeat.newBuilder()
            .setBoot(boot)
            .setAcknowledgedBoot(upTo > 0 ? boot : previous.boot())
            .setAcknowledgedSeq(upTo > 0 ? upTo : previous.seq())
            .setSpooledSeq(outgoing.newestSeq())
            .setSpoolRecords(outgoing.unanswered())
            .setSpoolBytes(outgoing.bytes())
            .setUptime(Times.span(Duration.ofNanos(now - startNanos)));
    outgoing
        .oldestSent()
        .ifPresent(
            at -> heartbeat.setOldestUnacknowledgedAge(Times.span(Duration.ofNanos(now - at))));
    open.send(ObserveRequest.newBuilder().setHeartbeat(heartbeat).build());
  }

  /// Sends what credits and flow control allow. Under the lock.
  private void pump() {
    LoadSession open = session;
    while (open != null && open.isReady()) {
      Optional<Batch> next = outgoing.next(open.credits(), now());
      if (next.isEmpty()) {
        return;
      }
      sent++;
      open.send(ObserveRequest.newBuilder().setBatch(next.get()).build());
    }
  }

  /// The session got its welcome.
  void welcomed(LoadSession by, int newFormat) {
    locked(
        by,
        () -> {
          format = newFormat;
          sessions++;
          failures = 0;
          heartbeatNanos = now() - HEARTBEAT_MAX.toNanos();
        });
  }

  void ready(LoadSession by) {
    locked(by, () -> {});
  }

  void acknowledged(LoadSession by, BatchKey key) {
    locked(
        by,
        () -> {
          if (outgoing.acknowledged(key)) {
            ledger.acknowledged(key);
            answered.signalAll();
          }
        });
  }

  void refused(LoadSession by, BatchRefusal refusal) {
    var key = new BatchKey(refusal.getBoot(), refusal.getSeq());
    locked(
        by,
        () -> {
          if (outgoing.answered(key)) {
            log.atWarn()
                .addKeyValue("agent", identity.agent())
                .addKeyValue("reason", refusal.getReason())
                .log("batch refused");
            ledger.refused(key, refusal.getReason(), refusal.getMessage());
            answered.signalAll();
          }
        });
  }

  void resend(LoadSession by, long ofBoot, long first, long last) {
    locked(by, () -> askedAgain += outgoing.resend(ofBoot, first, last));
  }

  void ended(LoadSession by, String reason) {
    lock.lock();
    try {
      if (by.equals(session) && !closed) {
        log.atInfo()
            .addKeyValue("agent", identity.agent())
            .addKeyValue("reason", reason)
            .log("session ended");
        session = null;
        gateways.failed(by.channel());
        later();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Does something for a session that is still the current one, then sends what may be sent.
  private void locked(LoadSession by, Runnable action) {
    lock.lock();
    try {
      if (by.equals(session)) {
        action.run();
        pump();
      }
    } finally {
      lock.unlock();
    }
  }

  long now() {
    return environment.nanoTime().getAsLong();
  }
}
