package io.aramaki.agent.session;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.agent.action.Actions;
import io.aramaki.agent.action.Refused;
import io.aramaki.agent.action.RunEvent;
import io.aramaki.agent.action.RunJournal;
import io.aramaki.agent.session.held.Held;
import io.aramaki.agent.session.wire.ActionSets;
import io.aramaki.agent.session.wire.RunEvents;
import io.aramaki.agent.session.wire.Times;
import io.aramaki.agent.v1.ControlHello;
import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.agent.v1.Dispatch;
import io.aramaki.agent.v1.FactReport;
import io.aramaki.agent.v1.FactReportAck;
import io.aramaki.agent.v1.RunEventAck;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedDocument;
import io.grpc.Channel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One control session: receives definitions and dispatches, reports what happens to runs and, when
/// they change, facts.
final class ControlSession {
  private static final Logger log = LoggerFactory.getLogger(ControlSession.class);
  private static final int EVENTS_IN_FLIGHT_MAX = 32;
  private static final int ANSWERS_MAX = 100;
  private static final Duration FACTS_INTERVAL = Duration.ofMinutes(5);

  /// What all control sessions of a process share.
  ///
  /// @param system the system that the agent's host is
  /// @param boot this boot
  /// @param facts collects the facts about the host
  record Context(
      Held held,
      Actions actions,
      RunJournal journal,
      String system,
      long boot,
      String version,
      Supplier<Map<String, String>> facts,
      Duration ackTimeout,
      Clock clock,
      LongSupplier nanoTime) {}

  private record EventKey(String run, long seq) {}

  private final Context context;
  private final Talk<ControlRequest, ControlResponse> talk = new Talk<>(this::receive);
  private final Object state = new Object();
  private final Map<EventKey, Long> inFlight = new HashMap<>();
  private final Queue<RunEvent> answers = new ArrayDeque<>();
  private Map<String, String> reported = Map.of();
  private long factSeq;
  private long factsNanos;

  ControlSession(Context context) {
    this.context = context;
  }

  void signal() {
    talk.signal();
  }

  void run(Channel channel) throws SessionEnded, InterruptedException {
    try (talk) {
      context.journal().rewind();
      ControlSessionServiceGrpc.newStub(channel).control(talk);
      talk.send(hello());
      factsNanos = now() - FACTS_INTERVAL.toNanos();
      while (true) {
        talk.requireOpen();
        requireAcknowledgements();
        if (!sendOne()) {
          long untilFacts = factsNanos + FACTS_INTERVAL.toNanos() - now();
          talk.await(patience(talk.isReady(), untilFacts, context.ackTimeout().toNanos()));
        }
      }
    }
  }

  /// How long to wait for something to happen. Facts that are due wait for the transport, which
  /// signals when it is ready: to look again and again until then would take a processor from
  /// whatever makes it ready.
  static long patience(boolean ready, long untilFacts, long ackTimeout) {
    return ready ? Math.clamp(untilFacts, 1, ackTimeout) : ackTimeout;
  }

  private ControlRequest hello() {
    return ControlRequest.newBuilder()
        .setHello(
            ControlHello.newBuilder()
                .setAgentVersion(context.version())
                .setBoot(context.boot())
                .setKeySetVersion(context.held().keys().get().version())
                .setActionDefinitionsVersion(context.held().actions().version())
                .addAllOpenRuns(context.journal().openRuns()))
        .build();
  }

  private void requireAcknowledgements() throws SessionEnded {
    long now = now();
    synchronized (state) {
      long oldest = inFlight.values().stream().mapToLong(at -> now - at).max().orElse(0);
      if (oldest > context.ackTimeout().toNanos()) {
        throw talk.giveUp("no acknowledgement within " + context.ackTimeout().toSeconds() + " s");
      }
    }
  }

  private boolean sendOne() throws SessionEnded {
    if (!talk.isReady()) {
      return false;
    }
    return sendFacts() || sendAnswer() || sendEvent();
  }

  /// Facts are sent once per session and when they changed.
  private boolean sendFacts() throws SessionEnded {
    if (now() - factsNanos < FACTS_INTERVAL.toNanos()) {
      return false;
    }
    factsNanos = now();
    Map<String, String> facts = context.facts().get();
    if (facts.equals(reported)) {
      return false;
    }
    reported = facts;
    talk.send(
        ControlRequest.newBuilder()
            .setFacts(
                FactReport.newBuilder()
                    .setSeq(++factSeq)
                    .setSystem(context.system())
                    .putAllFacts(facts)
                    .setObserveTime(Times.timestamp(context.clock().instant())))
            .build());
    return true;
  }

  private boolean sendAnswer() throws SessionEnded {
    RunEvent answer;
    synchronized (state) {
      answer = answers.poll();
    }
    if (answer == null) {
      return false;
    }
    talk.send(ControlRequest.newBuilder().setRunEvent(RunEvents.message(answer)).build());
    return true;
  }

  private boolean sendEvent() throws SessionEnded {
    synchronized (state) {
      if (inFlight.size() >= EVENTS_IN_FLIGHT_MAX) {
        return false;
      }
    }
    Optional<RunEvent> event = context.journal().next();
    if (event.isEmpty()) {
      return false;
    }
    synchronized (state) {
      inFlight.put(new EventKey(event.get().run(), event.get().seq()), now());
    }
    talk.send(ControlRequest.newBuilder().setRunEvent(RunEvents.message(event.get())).build());
    return true;
  }

  private void receive(ControlResponse response) {
    switch (response.getMessageCase()) {
      case KEY_SET -> context.held().offer(response.getKeySet());
      case ACTION_DEFINITIONS -> context.held().actions().offer(response.getActionDefinitions());
      case DISPATCH -> dispatch(response.getDispatch());
      case RUN_EVENT_ACK -> acknowledged(response.getRunEventAck());
      case FACTS_ACK -> answered(response.getFactsAck());
      case MESSAGE_NOT_SET ->
          log.atDebug().log("message of a kind that this version does not know");
    }
  }

  private void answered(FactReportAck ack) {
    if (ack.getReason().isEmpty()) {
      log.atDebug().log("facts are durable");
      return;
    }
    // The systems of an agent change: the next look tells them again.
    reported = Map.of();
    log.atWarn()
        .addKeyValue("reason", ack.getReason())
        .addKeyValue("error", ack.getMessage())
        .log("facts were refused");
  }

  private void acknowledged(RunEventAck ack) {
    context.journal().acknowledged(ack.getRun(), ack.getSeq());
    synchronized (state) {
      inFlight.remove(new EventKey(ack.getRun(), ack.getSeq()));
    }
  }

  private void dispatch(SignedDocument signed) {
    long arrival = now();
    try {
      Dispatch dispatch =
          Signatures.verify(
              signed, context.held().keys().get(), Purpose.ACTION, Dispatch.getDefaultInstance());
      context.actions().dispatch(ActionSets.dispatch(dispatch, arrival));
    } catch (NotTrusted e) {
      log.atError()
          .addKeyValue("reason", e.getMessage())
          .log("dispatch refused: its signature is not by the action key");
      answerForged(signed, e);
    }
  }

  /// Names the run of a dispatch that does not verify, only to say so. It is not journalled: a
  /// forged dispatch must not use up the id of a real run.
  private void answerForged(SignedDocument signed, NotTrusted reason) {
    try {
      String run = Dispatch.parseFrom(signed.getDocument()).getRun();
      synchronized (state) {
        if (!context.journal().knows(run) && answers.size() < ANSWERS_MAX) {
          answers.add(
              new RunEvent(
                  run,
                  1,
                  context.clock().millis(),
                  new RunEvent.NotExecuted(
                      Refused.Reason.BAD_SIGNATURE, String.valueOf(reason.getMessage()))));
        }
      }
    } catch (InvalidProtocolBufferException _) {
      log.atWarn().log("what does not verify is no dispatch either");
    }
  }

  private long now() {
    return context.nanoTime().getAsLong();
  }
}
