package io.aramaki.agent.session;

import com.google.protobuf.UnsafeByteOperations;
import io.aramaki.agent.session.held.Held;
import io.aramaki.agent.session.wire.BatchHeaders;
import io.aramaki.agent.session.wire.Times;
import io.aramaki.agent.spool.Spool;
import io.aramaki.agent.spool.SpoolFigures;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.SpooledBatch;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.BatchAck;
import io.aramaki.agent.v1.BatchRefusal;
import io.aramaki.agent.v1.Heartbeat;
import io.aramaki.agent.v1.ObservationSessionServiceGrpc;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.agent.v1.ResendRequest;
import io.aramaki.agent.v1.SessionHello;
import io.aramaki.agent.v1.SessionWelcome;
import io.grpc.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One observation session: sends what the spool has, as far as credits and flow control go, and
/// notes what is acknowledged.
///
/// ```text
/// hello ─▶ welcome ─▶ gaps first, then batches in order ⇄ acknowledgements, heartbeats
///                     no acknowledgement or heartbeat answer in time ─▶ another session
/// ```
final class ObserveSession {
  private static final Logger log = LoggerFactory.getLogger(ObserveSession.class);
  private static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration HEARTBEAT_MIN = Duration.ofMillis(100);
  private static final Duration HEARTBEAT_MAX = Duration.ofMinutes(1);
  private static final int HEARTBEATS_MISSED_MAX = 3;
  private static final int CREDITS_MAX = 256;
  private static final int RESENDS_MAX = 10_000;

  /// What all observation sessions of a process share.
  ///
  /// @param version the version of the agent
  /// @param ackTimeout after which a session is given up that answers no batch though some wait
  /// @param startNanos when the agent was started, on the monotonic clock
  /// @param acknowledgement is called after each acknowledgement
  record Context(
      Spool spool,
      ObservationBuffer buffer,
      Held held,
      Quarantine quarantine,
      String version,
      Duration ackTimeout,
      Clock clock,
      LongSupplier nanoTime,
      long startNanos,
      Runnable acknowledgement) {
    void acknowledged() {
      acknowledgement.run();
    }
  }

  private final Context context;
  private final Spool spool;
  private final Talk<ObserveRequest, ObserveResponse> talk = new Talk<>(this::receive);
  private final Object state = new Object();
  private final Map<BatchKey, Long> inFlight = new HashMap<>();
  private final Deque<BatchKey> first = new ArrayDeque<>();
  private @Nullable SessionWelcome welcome;
  private @Nullable BatchKey cursor;
  private long heartbeatNanos;
  private long answeredNanos;
  private long takenNanos;
  private long takenSentNanos;

  ObserveSession(Context context) {
    this.context = context;
    this.spool = context.spool();
  }

  /// Wakes the session, because there may be something to send.
  void signal() {
    talk.signal();
  }

  /// Runs until the session is over.
  void run(Channel channel) throws SessionEnded, InterruptedException {
    try (talk) {
      ObservationSessionServiceGrpc.newStub(channel).observe(talk);
      talk.send(hello());
      SessionWelcome accepted = awaitWelcome();
      Duration interval = heartbeatInterval(accepted);
      int credits = Math.clamp(accepted.getCredits(), 1, CREDITS_MAX);
      log.atInfo().addKeyValue("credits", credits).log("observation session open");
      context.buffer().write(accepted.getFormat());
      context.buffer().tellGaps();
      first.addAll(spool.gapCarriers());
      answeredNanos = now();
      takenNanos = answeredNanos;
      takenSentNanos = answeredNanos;
      heartbeatNanos = now() - interval.toNanos();
      while (true) {
        talk.requireOpen();
        requireAnswers(interval);
        heartbeatIfDue(interval);
        if (!sendOne(credits)) {
          long untilHeartbeat = heartbeatNanos + interval.toNanos() - now();
          talk.await(Math.max(untilHeartbeat, 1));
        }
      }
    }
  }

  private ObserveRequest hello() {
    return ObserveRequest.newBuilder()
        .setHello(
            SessionHello.newBuilder()
                .setAgentVersion(context.version())
                .setBoot(spool.boot())
                .setCheckDefinitionsVersion(context.held().checks().version())
                .setKeySetVersion(context.held().keys().get().version())
                .addFormats(BatchHeaders.OBSERVATIONS)
                .addFormats(BatchHeaders.COLUMNS))
        .build();
  }

  private SessionWelcome awaitWelcome() throws SessionEnded, InterruptedException {
    long deadline = now() + WELCOME_TIMEOUT.toNanos();
    while (now() - deadline < 0) {
      synchronized (state) {
        if (welcome != null) {
          return welcome;
        }
      }
      talk.await(deadline - now());
    }
    throw talk.giveUp("no welcome within " + WELCOME_TIMEOUT.toSeconds() + " s");
  }

  private static Duration heartbeatInterval(SessionWelcome welcome) {
    Duration interval = Times.span(welcome.getHeartbeatInterval());
    if (interval.compareTo(HEARTBEAT_MIN) < 0) {
      return Duration.ofSeconds(10);
    }
    return interval.compareTo(HEARTBEAT_MAX) > 0 ? HEARTBEAT_MAX : interval;
  }

  private void requireAnswers(Duration interval) throws SessionEnded {
    long now = now();
    boolean isLate;
    long answered;
    synchronized (state) {
      long oldest = inFlight.values().stream().mapToLong(at -> now - at).max().orElse(0);
      // Answers come in turn: who answers others is busy with those before, unless it passed one.
      boolean isPassed = oldest > now - takenSentNanos;
      long timeout = context.ackTimeout().toNanos();
      isLate = oldest > timeout && (isPassed || now - takenNanos > timeout);
      answered = answeredNanos;
    }
    if (isLate) {
      throw talk.giveUp("no acknowledgement within " + context.ackTimeout().toSeconds() + " s");
    }
    if (now - answered > interval.toNanos() * HEARTBEATS_MISSED_MAX + WELCOME_TIMEOUT.toNanos()) {
      throw talk.giveUp("no answer to " + HEARTBEATS_MISSED_MAX + " heartbeats");
    }
  }

  private void heartbeatIfDue(Duration interval) throws SessionEnded {
    if (now() - heartbeatNanos < interval.toNanos() || !talk.isReady()) {
      if (now() - heartbeatNanos >= interval.toNanos()) {
        // Not ready: try again when the transport is, or in a while.
        heartbeatNanos = now() - interval.toNanos() + HEARTBEAT_MIN.toNanos();
      }
      return;
    }
    heartbeatNanos = now();
    if (spool.hasUntoldGaps()) {
      context.buffer().tellGaps();
      first.addAll(spool.gapCarriers());
    }
    SpoolFigures figures = spool.figures();
    var heartbeat =
        Heartbeat.newBuilder()
            .setBoot(spool.boot())
            .setAcknowledgedBoot(figures.acknowledged().boot())
            .setAcknowledgedSeq(figures.acknowledged().seq())
            .setSpooledSeq(figures.spooledSeq())
            .setSpoolRecords(figures.records())
            .setSpoolBytes(figures.bytes())
            .setUptime(Times.span(Duration.ofNanos(now() - context.startNanos())));
    Optional<Instant> oldest = figures.oldest();
    if (oldest.isPresent()) {
      Duration age = Duration.between(oldest.get(), context.clock().instant());
      heartbeat.setOldestUnacknowledgedAge(Times.span(age.isNegative() ? Duration.ZERO : age));
    }
    talk.send(ObserveRequest.newBuilder().setHeartbeat(heartbeat).build());
  }

  /// Sends one batch if there is one and it may be sent.
  private boolean sendOne(int credits) throws SessionEnded {
    synchronized (state) {
      if (inFlight.size() >= credits) {
        return false;
      }
    }
    if (!talk.isReady()) {
      return false;
    }
    for (BatchKey key = pollFirst(); key != null; key = pollFirst()) {
      Optional<SpooledBatch> batch = isInFlight(key) ? Optional.empty() : spool.read(key);
      if (batch.isPresent()) {
        send(batch.get());
        return true;
      }
      if (!isInFlight(key)) {
        spool.giveUpMissing(key);
      }
    }
    for (Optional<SpooledBatch> next = spool.next(cursor);
        next.isPresent();
        next = spool.next(cursor)) {
      cursor = next.get().key();
      if (!isInFlight(next.get().key())) {
        send(next.get());
        return true;
      }
    }
    return false;
  }

  private void send(SpooledBatch batch) throws SessionEnded {
    spool.sending(batch.key());
    synchronized (state) {
      inFlight.put(batch.key(), now());
    }
    talk.send(
        ObserveRequest.newBuilder()
            .setBatch(
                Batch.newBuilder()
                    .setHeader(UnsafeByteOperations.unsafeWrap(batch.header()))
                    .setContent(UnsafeByteOperations.unsafeWrap(batch.content()))
                    .addAllTraceparents(batch.traceparents()))
            .build());
  }

  private @Nullable BatchKey pollFirst() {
    synchronized (state) {
      return first.poll();
    }
  }

  private boolean isInFlight(BatchKey key) {
    synchronized (state) {
      return inFlight.containsKey(key);
    }
  }

  private void receive(ObserveResponse response) {
    switch (response.getMessageCase()) {
      case WELCOME -> {
        synchronized (state) {
          welcome = response.getWelcome();
        }
      }
      case ACK -> acknowledged(response.getAck());
      case REFUSAL -> refused(response.getRefusal());
      case RESEND -> resend(response.getResend());
      case HEARTBEAT_ACK -> {
        synchronized (state) {
          answeredNanos = now();
        }
      }
      case CHECK_DEFINITIONS -> context.held().checks().offer(response.getCheckDefinitions());
      case KEY_SET -> context.held().offer(response.getKeySet());
      case MESSAGE_NOT_SET ->
          log.atDebug().log("message of a kind that this version does not know");
    }
  }

  private void acknowledged(BatchAck ack) {
    var key = new BatchKey(ack.getBoot(), ack.getSeq());
    done(key);
    context.buffer().acknowledged(key);
  }

  private void done(BatchKey key) {
    spool.done(key);
    synchronized (state) {
      @Nullable Long sent = inFlight.remove(key);
      answeredNanos = now();
      takenNanos = answeredNanos;
      if (sent != null) {
        takenSentNanos = Math.max(takenSentNanos, sent);
      }
    }
    context.acknowledged();
  }

  private void refused(BatchRefusal refusal) {
    var key = new BatchKey(refusal.getBoot(), refusal.getSeq());
    Optional<SpooledBatch> batch = spool.read(key);
    batch.ifPresent(b -> context.quarantine().add(b, refusal.getReason(), refusal.getMessage()));
    done(key);
  }

  private void resend(ResendRequest request) {
    long count = request.getLastSeq() - request.getFirstSeq() + 1;
    if (request.getFirstSeq() < 1 || count < 1 || count > RESENDS_MAX) {
      log.atWarn().addKeyValue("count", count).log("a request to send again makes no sense");
      return;
    }
    synchronized (state) {
      for (long seq = request.getFirstSeq();
          seq <= request.getLastSeq() && first.size() < RESENDS_MAX;
          seq++) {
        var key = new BatchKey(request.getBoot(), seq);
        inFlight.remove(key);
        first.add(key);
      }
    }
  }

  private long now() {
    return context.nanoTime().getAsLong();
  }
}
