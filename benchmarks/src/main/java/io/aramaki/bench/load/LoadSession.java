package io.aramaki.bench.load;

import io.aramaki.agent.session.wire.Times;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.v1.ObservationSessionServiceGrpc;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One observation stream of a simulated agent. What arrives is told to the agent; everything is
/// sent under the agent's lock.
final class LoadSession implements ClientResponseObserver<ObserveRequest, ObserveResponse> {
  private static final int CREDITS_MAX = 256;

  private final LoadAgent agent;
  private final Channel channel;
  private volatile long heardNanos;
  private volatile int credits;
  private volatile Duration heartbeat = Duration.ofSeconds(10);
  private @Nullable ClientCallStreamObserver<ObserveRequest> out;

  LoadSession(LoadAgent agent, Channel channel, long now) {
    this.agent = agent;
    this.channel = channel;
    this.heardNanos = now;
  }

  void start(ObserveRequest hello) {
    ObservationSessionServiceGrpc.newStub(channel).observe(this);
    out().onNext(hello);
  }

  Channel channel() {
    return channel;
  }

  /// How many batches may be on their way; 0 before the welcome.
  int credits() {
    return credits;
  }

  Duration heartbeat() {
    return heartbeat;
  }

  long heardNanos() {
    return heardNanos;
  }

  /// True if nothing was heard for too long.
  ///
  /// @param oldestSent when the batch was sent that waits longest for its answer
  boolean isSilent(long now, Duration answerTimeout, Optional<Long> oldestSent) {
    long bound = answerTimeout.toNanos();
    long waits = oldestSent.map(at -> now - at).orElse(0L);
    long silent = now - heardNanos;
    return silent > Math.max(bound, 3 * LoadAgent.HEARTBEAT_MAX.toNanos())
        || (credits == 0 && silent > bound)
        || (waits > bound && silent > bound);
  }

  boolean isReady() {
    return credits > 0 && out().isReady();
  }

  void send(ObserveRequest request) {
    out().onNext(request);
  }

  void cancel(String reason) {
    out().cancel(reason, null);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ObserveRequest> stream) {
    out = stream;
    stream.setOnReadyHandler(() -> agent.ready(this));
  }

  @Override
  public void onNext(ObserveResponse response) {
    heardNanos = agent.now();
    switch (response.getMessageCase()) {
      case WELCOME -> {
        heartbeat = Times.span(response.getWelcome().getHeartbeatInterval());
        credits = Math.clamp(response.getWelcome().getCredits(), 1, CREDITS_MAX);
        agent.welcomed(this, response.getWelcome().getFormat());
      }
      case ACK ->
          agent.acknowledged(
              this, new BatchKey(response.getAck().getBoot(), response.getAck().getSeq()));
      case REFUSAL -> agent.refused(this, response.getRefusal());
      case RESEND ->
          agent.resend(
              this,
              response.getResend().getBoot(),
              response.getResend().getFirstSeq(),
              response.getResend().getLastSeq());
      case CHECK_DEFINITIONS -> agent.definitions().take(response.getCheckDefinitions());
      case HEARTBEAT_ACK, KEY_SET, MESSAGE_NOT_SET -> {}
    }
  }

  @Override
  public void onError(Throwable cause) {
    agent.ended(this, String.valueOf(cause.getMessage()));
  }

  @Override
  public void onCompleted() {
    agent.ended(this, "the server ended the session");
  }

  private ClientCallStreamObserver<ObserveRequest> out() {
    ClientCallStreamObserver<ObserveRequest> stream = out;
    if (stream == null) {
      throw new IllegalStateException("the stream was not started");
    }
    return stream;
  }
}
