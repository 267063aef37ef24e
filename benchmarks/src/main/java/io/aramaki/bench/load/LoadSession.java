package io.aramaki.bench.load;

import io.aramaki.agent.session.wire.Times;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.v1.ControlHello;
import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.agent.v1.ObservationSessionServiceGrpc;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One observation stream of a simulated agent, and beside it, if wanted, a control stream on the
/// same connection. What arrives is told to the agent; everything is sent under the agent's lock.
final class LoadSession implements ClientResponseObserver<ObserveRequest, ObserveResponse> {
  private static final int CREDITS_MAX = 256;

  private final LoadAgent agent;
  private final Channel channel;
  private volatile long heardNanos;
  private volatile int credits;
  private volatile Duration heartbeat = Duration.ofSeconds(10);
  private @Nullable ClientCallStreamObserver<ObserveRequest> out;
  private final Optional<Control> control;

  /// @param control whether to open a control stream, too
  LoadSession(LoadAgent agent, Channel channel, boolean control, long now) {
    this.agent = agent;
    this.channel = channel;
    this.control = control ? Optional.of(new Control()) : Optional.empty();
    this.heardNanos = now;
  }

  void start(ObserveRequest hello) {
    ObservationSessionServiceGrpc.newStub(channel).observe(this);
    out().onNext(hello);
    control.ifPresent(stream -> stream.start(channel, agent.boot()));
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
    control.ifPresent(stream -> stream.cancel(reason));
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
    ended(String.valueOf(cause.getMessage()));
  }

  @Override
  public void onCompleted() {
    ended("the server ended the session");
  }

  private void ended(String reason) {
    control.ifPresent(stream -> stream.cancel(reason));
    agent.ended(this, reason);
  }

  private ClientCallStreamObserver<ObserveRequest> out() {
    ClientCallStreamObserver<ObserveRequest> stream = out;
    if (stream == null) {
      throw new IllegalStateException("the stream was not started");
    }
    return stream;
  }

  /// The control stream of a simulated agent: it is open, and obeys nobody. It lives as long as the
  /// observation stream beside it.
  private static final class Control
      implements ClientResponseObserver<ControlRequest, ControlResponse> {
    private static final Logger log = LoggerFactory.getLogger(Control.class);
    private static final String VERSION = "load";

    private final AtomicReference<ClientCallStreamObserver<ControlRequest>> out =
        new AtomicReference<>();

    void start(Channel channel, long boot) {
      ControlSessionServiceGrpc.newStub(channel)
          .control(this)
          .onNext(
              ControlRequest.newBuilder()
                  .setHello(ControlHello.newBuilder().setAgentVersion(VERSION).setBoot(boot))
                  .build());
    }

    void cancel(String reason) {
      var stream = out.get();
      if (stream != null) {
        stream.cancel(reason, null);
      }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ControlRequest> stream) {
      out.set(stream);
    }

    @Override
    public void onNext(ControlResponse response) {
      // Definitions and keys: nothing is carried out here.
    }

    @Override
    public void onError(Throwable cause) {
      log.atDebug().setCause(cause).log("control stream ended");
    }

    @Override
    public void onCompleted() {
      log.atDebug().log("the server ended the control stream");
    }
  }
}
