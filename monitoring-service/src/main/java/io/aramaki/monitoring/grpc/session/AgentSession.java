package io.aramaki.monitoring.grpc.session;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.BatchAck;
import io.aramaki.agent.v1.BatchRefusal;
import io.aramaki.agent.v1.Heartbeat;
import io.aramaki.agent.v1.HeartbeatAck;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.agent.v1.ResendRequest;
import io.aramaki.agent.v1.SessionHello;
import io.aramaki.agent.v1.SessionWelcome;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.monitoring.domain.MonitoringException;
import io.aramaki.monitoring.domain.MonitoringException.InvalidFrame;
import io.aramaki.monitoring.domain.agent.AgentLink;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.intake.Frame;
import io.aramaki.monitoring.domain.intake.Intake;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.shard.AgentHandle;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import io.aramaki.monitoring.grpc.content.BatchHeads;
import io.aramaki.monitoring.grpc.content.Skimmer;
import io.aramaki.monitoring.grpc.message.Protos;
import io.aramaki.type.v1.SignedDocument;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One agent's open stream. Frames are read, and batches written, one after the other: an agent
/// with much to say does not keep the others waiting, and its batches come to the owner in order.
/// When its credits are used up, or all batches in flight together need too much room, the stream
/// is not read any further.
final class AgentSession implements StreamObserver<ObserveRequest>, AgentLink {
  private static final Logger log = LoggerFactory.getLogger(AgentSession.class);
  private static final int HEADER_BYTES_MAX = 64 << 10;
  private static final int TRACEPARENTS_MAX = 4;
  private static final int ANSWERS_BESIDE_ACKS_MAX = 64;
  private static final long DRAIN_SECONDS = 10;

  private final String agent;
  private final String gateway;
  private final SessionParts parts;
  private final Outbox outbox;
  private final Semaphore credits;
  private final io.opentelemetry.context.Context trace;
  private final InTurn written = new InTurn("intake");
  private @Nullable AgentHandle handle;
  private @Nullable List<CheckDefinition> defined;
  private long definedOf;
  private long keySetVersion;
  private SubjectSet definedFor = SubjectSet.none("");

  AgentSession(Caller caller, SessionParts parts, StreamSink<ObserveResponse> sink) {
    this.agent = caller.name();
    this.gateway = caller instanceof Caller.Agent known ? known.gateway().instance() : "";
    this.parts = parts;
    this.outbox = new Outbox(sink, 2 * parts.credits() + ANSWERS_BESIDE_ACKS_MAX);
    this.credits = new Semaphore(parts.credits());
    this.trace = io.opentelemetry.context.Context.current();
    outbox.start();
  }

  @Override
  public void onNext(ObserveRequest request) {
    try {
      switch (request.getMessageCase()) {
        case HELLO -> greet(request.getHello());
        case BATCH -> take(opened(), request.getBatch());
        case HEARTBEAT -> hear(opened(), request.getHeartbeat());
        case MESSAGE_NOT_SET -> throw new InvalidFrame("a frame must be hello, batch or heartbeat");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      outbox.fail(e);
    }
  }

  @Override
  public String gateway() {
    return gateway;
  }

  private AgentHandle opened() {
    @Nullable AgentHandle open = handle;
    if (open == null) {
      throw new InvalidFrame("the first frame of a session must be hello");
    }
    return open;
  }

  private void greet(SessionHello hello) {
    if (handle != null) {
      throw new InvalidFrame("hello was said before");
    }
    SubjectSet subjects = parts.subjects().of(agent).admitted();
    // Before its first batch was applied, an agent may bring what it has spooled for as long as the
    // journal keeps anything.
    long oldest = BatchRules.hourOf(parts.clock().instant().minus(BatchRules.RETENTION));
    handle = parts.shards().open(subjects, this, hello.getAgentVersion(), oldest);
    outbox.send(
        ObserveResponse.newBuilder()
            .setWelcome(
                SessionWelcome.newBuilder()
                    .setCredits(parts.credits())
                    .setHeartbeatInterval(Protos.duration(parts.rules().interval()))
                    .setServerTime(Protos.timestamp(parts.clock().instant()))
                    .setFormat(BatchRules.formatFor(hello.getFormatsList()))
                    .setMaxBatchBytes(BatchRules.BYTES_MAX))
            .build());
    keySetVersion = hello.getKeySetVersion();
    define(parts.checks().current(), subjects);
    log.atInfo().addKeyValue("agent", agent).log("session opened");
  }

  private void take(AgentHandle open, Batch batch) throws InterruptedException {
    Frame frame = frame(batch);
    credits.acquire();
    Intake.Admitted admitted = parts.intake().admit(frame.bytes());
    Runnable work =
        trace.wrap(() -> {
          try {
            if (isOpen()) {
              parts.intake().take(open, this, frame, admitted);
            }
          } catch (RuntimeException e) {
            outbox.fail(e);
          } finally {
            parts.intake().release(admitted);
            credits.release();
          }
        });
    written.add(work);
  }

  private static Frame frame(Batch batch) {
    ByteString header = batch.getHeader();
    if (header.size() > HEADER_BYTES_MAX) {
      throw new InvalidFrame(
          "a header has at most " + HEADER_BYTES_MAX + " bytes, was " + header.size());
    }
    BatchHead head;
    try {
      head = new BatchHeads().read(header.asReadOnlyByteBuffer());
    } catch (Undecodable e) {
      throw new InvalidFrame(String.valueOf(e.getMessage()));
    }
    List<String> traceparents = batch.getTraceparentsList();
    return new Frame(
        head,
        header.asReadOnlyByteBuffer(),
        batch.getContent().asReadOnlyByteBuffer(),
        traceparents.subList(0, Math.min(traceparents.size(), TRACEPARENTS_MAX)),
        Skimmer.skim(head.format(), batch.getContent()));
  }

  private void hear(AgentHandle open, Heartbeat heartbeat) {
    if (!open.isOwned()) {
      throw parts.shards().notOwner(Shards.of(agent));
    }
    SubjectSet subjects = parts.subjects().of(agent).admitted();
    open.heartbeat(
        new BatchKey(heartbeat.getAcknowledgedBoot(), heartbeat.getAcknowledgedSeq()),
        subjects,
        Integer.toUnsignedLong(heartbeat.getSpoolRecords()),
        heartbeat.getSpoolBytes(),
        Protos.span(heartbeat.getOldestUnacknowledgedAge()));
    define(parts.checks().current(), subjects);
    outbox.send(
        ObserveResponse.newBuilder()
            .setHeartbeatAck(
                HeartbeatAck.newBuilder().setServerTime(Protos.timestamp(parts.clock().instant())))
            .build());
  }

  @Override
  public void onError(Throwable gone) {
    outbox.end();
    detach();
  }

  /// The agent has said all: it still hears the answers to what is in flight.
  @Override
  public void onCompleted() {
    try {
      boolean _ = credits.tryAcquire(parts.credits(), DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    outbox.end();
    detach();
  }

  private void detach() {
    @Nullable AgentHandle open = handle;
    if (open != null) {
      open.closed();
      log.atInfo().addKeyValue("agent", agent).log("session closed");
    }
  }

  @Override
  public void acknowledge(BatchKey key) {
    var ack = BatchAck.newBuilder().setBoot(key.boot()).setSeq(key.seq());
    outbox.send(ObserveResponse.newBuilder().setAck(ack).build());
  }

  @Override
  public void refuse(BatchKey key, Refusal refusal) {
    var answer =
        BatchRefusal.newBuilder()
            .setBoot(key.boot())
            .setSeq(key.seq())
            .setReason(refusal.reason().name())
            .setMessage(refusal.message());
    outbox.send(ObserveResponse.newBuilder().setRefusal(answer).build());
  }

  @Override
  public void resend(SeqRange range) {
    var request =
        ResendRequest.newBuilder()
            .setBoot(range.boot())
            .setFirstSeq(range.first())
            .setLastSeq(range.last());
    outbox.send(ObserveResponse.newBuilder().setResend(request).build());
  }

  @Override
  public synchronized void define(Catalog catalog, SubjectSet subjects) {
    showKeys();
    boolean same = defined != null && definedOf == catalog.version() && definedFor.equals(subjects);
    if (same || !parts.signer().isBelieved()) {
      return;
    }
    List<CheckDefinition> checks = catalog.runBy(subjects);
    if (!checks.equals(defined)) {
      SignedDocument signed = parts.signer().sign(agent, catalog.version(), checks);
      outbox.send(ObserveResponse.newBuilder().setCheckDefinitions(signed).build());
    }
    defined = checks;
    definedOf = catalog.version();
    definedFor = subjects;
  }

  /// The agent must know the key before it is shown what the key has signed.
  private void showKeys() {
    TrustedKeys keys = parts.keys().get();
    if (keys.version() > keySetVersion) {
      keySetVersion = keys.version();
      outbox.send(ObserveResponse.newBuilder().setKeySet(keys.signed()).build());
    }
  }

  @Override
  public void end(MonitoringException why) {
    outbox.fail(why);
  }

  @Override
  public boolean isOpen() {
    return outbox.isOpen();
  }
}
