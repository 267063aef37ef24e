package io.aramaki.monitoring.app;

import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.BatchRefusal;
import io.aramaki.agent.v1.Heartbeat;
import io.aramaki.agent.v1.ObservationSessionServiceGrpc;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.agent.v1.ResendRequest;
import io.aramaki.agent.v1.SessionHello;
import io.aramaki.agent.v1.SessionWelcome;
import io.aramaki.monitoring.v1.BatchHeader;
import io.aramaki.monitoring.v1.CheckResult;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.type.v1.CheckStatus;
import io.aramaki.type.v1.SignedDocument;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// An agent that does what a test tells it, over a real stream.
final class ScriptedAgent implements StreamObserver<ObserveResponse>, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration RETRY = Duration.ofMillis(200);

  final String name;
  final long boot;
  private final StreamObserver<ObserveRequest> out;
  private final List<ObserveResponse> heard = new ArrayList<>();
  private Optional<Throwable> failure = Optional.empty();
  private boolean ended;

  private ScriptedAgent(String name, long boot, Channel channel) {
    this.name = name;
    this.boot = boot;
    this.out = ObservationSessionServiceGrpc.newStub(World.asAgent(channel, name)).observe(this);
  }

  /// Connects, says hello and waits for the welcome.
  static ScriptedAgent connect(String name, long boot, Channel channel) {
    ScriptedAgent agent = dial(name, boot, channel);
    agent.await("welcome", () -> agent.first(ObserveResponse::hasWelcome));
    return agent;
  }

  /// Connects again and again until it is welcome.
  static ScriptedAgent reconnect(String name, long boot, Supplier<Channel> channel) {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      ScriptedAgent agent = dial(name, boot, channel.get());
      if (agent.isWelcome()) {
        return agent;
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not welcome: " + agent.failure);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  static ScriptedAgent dial(String name, long boot, Channel channel, Integer... formats) {
    var agent = new ScriptedAgent(name, boot, channel);
    agent.send(
        ObserveRequest.newBuilder()
            .setHello(
                SessionHello.newBuilder()
                    .setAgentVersion("test")
                    .setBoot(boot)
                    .addAllFormats(List.of(formats)))
            .build());
    return agent;
  }

  private synchronized boolean isWelcome() {
    awaitQuietly(() -> first(ObserveResponse::hasWelcome).isPresent() || ended);
    return first(ObserveResponse::hasWelcome).isPresent();
  }

  void send(ObserveRequest request) {
    out.onNext(request);
  }

  void heartbeat(long acknowledgedBoot, long acknowledgedSeq) {
    send(
        ObserveRequest.newBuilder()
            .setHeartbeat(
                Heartbeat.newBuilder()
                    .setBoot(boot)
                    .setAcknowledgedBoot(acknowledgedBoot)
                    .setAcknowledgedSeq(acknowledgedSeq))
            .build());
  }

  void send(Batch batch) {
    send(ObserveRequest.newBuilder().setBatch(batch).build());
  }

  /// Makes a batch of this agent's boot, which follows no other.
  Batch batch(long seq, Observations content) {
    return batch(header(seq), content);
  }

  BatchHeader.Builder header(long seq) {
    return BatchHeader.newBuilder().setFormat(1).setBoot(boot).setSeq(seq).setHour(thisHour());
  }

  static Batch batch(BatchHeader.Builder header, Observations content) {
    return Batch.newBuilder()
        .setHeader(header.build().toByteString())
        .setContent(content.toByteString())
        .build();
  }

  static long thisHour() {
    return Instant.now().getEpochSecond() / 3600;
  }

  static Observations result(String system, String check, CheckStatus status) {
    return result(system, check, status, "");
  }

  static Observations result(String system, String check, CheckStatus status, String traceparent) {
    Instant now = Instant.now();
    return Observations.newBuilder()
        .addResults(
            CheckResult.newBuilder()
                .setSystem(system)
                .setCheck(check)
                .setStatus(status)
                .setOutput("it is " + status)
                .setTraceparent(traceparent)
                .setObserveTime(
                    com.google.protobuf.Timestamp.newBuilder().setSeconds(now.getEpochSecond())))
        .build();
  }

  synchronized Set<Long> acks() {
    var acks = new TreeSet<Long>();
    heard.stream().filter(ObserveResponse::hasAck).forEach(r -> acks.add(r.getAck().getSeq()));
    return acks;
  }

  /// The acknowledged seqs in the order in which they came.
  synchronized List<Long> acksInTurn() {
    return heard.stream()
        .filter(ObserveResponse::hasAck)
        .map(response -> response.getAck().getSeq())
        .toList();
  }

  synchronized List<BatchRefusal> refusals() {
    return heard.stream()
        .filter(ObserveResponse::hasRefusal)
        .map(ObserveResponse::getRefusal)
        .toList();
  }

  synchronized List<ResendRequest> resends() {
    return heard.stream()
        .filter(ObserveResponse::hasResend)
        .map(ObserveResponse::getResend)
        .toList();
  }

  synchronized List<SignedDocument> definitions() {
    return heard.stream()
        .filter(ObserveResponse::hasCheckDefinitions)
        .map(ObserveResponse::getCheckDefinitions)
        .toList();
  }

  synchronized List<ObserveResponse> all() {
    return List.copyOf(heard);
  }

  SessionWelcome welcome() {
    return first(ObserveResponse::hasWelcome).orElseThrow().getWelcome();
  }

  synchronized Optional<ObserveResponse> first(
      java.util.function.Predicate<ObserveResponse> which) {
    return heard.stream().filter(which).findFirst();
  }

  void awaitAcks(long... seqs) {
    Set<Long> wanted = new TreeSet<>();
    for (long seq : seqs) {
      wanted.add(seq);
    }
    awaitTrue("acks " + wanted, () -> acks().containsAll(wanted));
  }

  synchronized Throwable awaitFailure() {
    awaitQuietly(() -> ended);
    return failure.orElseThrow(() -> new AssertionError("the stream did not fail: " + heard));
  }

  /// Waits until it is welcome or refused.
  void awaitTrueOrEnd() {
    boolean _ = isWelcome();
  }

  synchronized Optional<Throwable> failureNow() {
    return failure;
  }

  synchronized <T> T await(String what, Supplier<Optional<T>> looked) {
    awaitQuietly(() -> looked.get().isPresent() || ended);
    return looked
        .get()
        .orElseThrow(() -> new AssertionError("no " + what + ": " + heard + " " + failure));
  }

  synchronized void awaitTrue(String what, java.util.function.BooleanSupplier looked) {
    awaitQuietly(() -> looked.getAsBoolean() || ended);
    if (!looked.getAsBoolean()) {
      throw new AssertionError("no " + what + ": " + heard + " " + failure);
    }
  }

  private synchronized void awaitQuietly(java.util.function.BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!done.getAsBoolean() && System.nanoTime() < end) {
        wait(50);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public synchronized void onNext(ObserveResponse response) {
    heard.add(response);
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable error) {
    failure = Optional.of(error);
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    ended = true;
    notifyAll();
  }

  /// Closes the stream in order.
  @Override
  public void close() {
    if (!ended) {
      out.onCompleted();
    }
  }
}
