package io.aramaki.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.BatchAck;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.gateway.testing.AgentClient;
import io.aramaki.gateway.testing.AgentClient.AgentCall;
import io.aramaki.gateway.testing.FreezingProxy;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.security.tls.TlsContexts;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole gateway between agents and the server that our services have.
final class ServiceRelayTest {
  private static final String OBSERVE = "io.aramaki.agent.v1.ObservationSessionService/Observe";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int WAITING_MAX = 1_000;

  @TempDir Path directory;
  private GatewayFixture gateway;
  private FreezingProxy network;
  private AgentClient agent;

  /// One stream as the service has it.
  private static final class Served implements StreamObserver<Message> {
    final StreamObserver<Message> answers;
    final Caller caller;
    final BlockingQueue<ObserveRequest> requests = new ArrayBlockingQueue<>(WAITING_MAX);
    final Semaphore mayRead;
    volatile boolean cancelled;
    volatile boolean halfClosed;

    Served(StreamObserver<Message> answers, Semaphore mayRead) {
      this.answers = answers;
      this.mayRead = mayRead;
      this.caller = Caller.current();
    }

    @Override
    public void onNext(Message message) {
      try {
        mayRead.acquire();
        requests.put((ObserveRequest) message);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onError(Throwable error) {
      cancelled = true;
    }

    @Override
    public void onCompleted() {
      halfClosed = true;
    }
  }

  private final BlockingQueue<Served> served = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Semaphore mayRead = new Semaphore(WAITING_MAX);

  @BeforeEach
  void open() throws Exception {
    gateway = new GatewayFixture(directory, Environment.system());
    network = FreezingProxy.before(gateway.monitoringAddress());
    gateway.ownAllAgents(network.address());
    gateway
        .script()
        .talk(
            OBSERVE,
            answers -> {
              var stream = new Served(answers, mayRead);
              served.add(stream);
              return stream;
            });
    agent =
        AgentClient.open(
            gateway.address("agents"),
            TlsContexts.anonymous(List.of(gateway.org().authority()), Clock.systemUTC()),
            TlsContexts.mutual(gateway.org().agent("host1")));
  }

  @AfterEach
  void close() throws Exception {
    mayRead.release(WAITING_MAX);
    agent.close();
    gateway.close();
    network.close();
  }

  @Test
  void stream_goesBothWaysInTheAgentsName() throws Exception {
    AgentCall call = observe();
    Served stream = next();

    call.send(batch(1_000).toByteArray());
    assertThat(stream.requests.poll(10, TimeUnit.SECONDS)).isEqualTo(batch(1_000));
    stream.answers.onNext(ack());

    assertThat(call.next()).isEqualTo(ack().toByteArray());
    assertThat(stream.caller.toString()).contains("host1");
  }

  @Test
  void message_thatTheServiceCannotParse_isRefusedByIt() throws Exception {
    AgentCall call = observe();
    next();

    call.send(new byte[] {10, 100, 1});

    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void batch_thatIsFullOrALittleTooLarge_reachesTheServiceWhichCanRefuseItByName()
      throws Exception {
    AgentCall call = observe();
    Served stream = next();

    for (int size : new int[] {Relay.BATCH_BYTES_MAX, Relay.BATCH_BYTES_MAX + 1}) {
      call.send(batch(size).toByteArray());

      assertThat(stream.requests.poll(10, TimeUnit.SECONDS)).isEqualTo(batch(size));
    }
  }

  @Test
  void message_overTheLimit_isRefusedBeforeItReachesTheService() throws Exception {
    AgentCall call = observe();
    Served stream = next();

    call.send(batch(Relay.MESSAGE_BYTES_MAX).toByteArray());

    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(call.end().getStatus().getDescription())
        .contains(Integer.toString(Relay.MESSAGE_BYTES_MAX));
    await().atMost(PATIENCE).until(() -> stream.cancelled);
    assertThat(stream.requests).isEmpty();
  }

  @Test
  void unknownMethod_isRefusedByTheGateway() throws Exception {
    AgentCall call = agent.call("io.aramaki.agent.v1.ObservationSessionService/Forget");

    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(call.end().getStatus().getDescription()).contains("Forget");
  }

  @Test
  void halfClose_reachesTheServiceWhichMayStillAnswer() throws Exception {
    AgentCall call = observe();
    Served stream = next();

    call.halfClose();
    await().atMost(PATIENCE).until(() -> stream.halfClosed);
    stream.answers.onNext(ack());
    stream.answers.onCompleted();

    assertThat(call.next()).isEqualTo(ack().toByteArray());
    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.OK);
  }

  @Test
  void cancellation_reachesTheService() throws Exception {
    AgentCall call = observe();
    Served stream = next();

    call.cancel();

    await().atMost(PATIENCE).until(() -> stream.cancelled);
  }

  @Test
  void slowService_holdsTheAgentBackWithinAFewMegabytes() throws Exception {
    // Given a service that reads nothing
    mayRead.drainPermits();
    AgentCall call = observe();
    Served stream = next();
    byte[] message = batch(100_000).toByteArray();

    // When the agent sends as long as it is let
    int sent = sendWhileReady(call, message);

    // Then what is under way is bounded, however long the agent tries
    assertThat((long) sent * message.length).isLessThan(8L * 1024 * 1024);
    assertThat(stream.requests).isEmpty();

    // And nothing is lost once the service reads
    mayRead.release(WAITING_MAX);
    for (int i = 0; i < sent; i++) {
      assertThat(stream.requests.poll(10, TimeUnit.SECONDS)).isEqualTo(batch(100_000));
    }
  }

  @Test
  void serviceThatFallsSilent_isToldToTheAgentWithinFiveSeconds() throws Exception {
    AgentCall call = observe();
    next();

    network.freeze();
    long frozen = System.nanoTime();

    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(secondsSince(frozen)).isLessThan(Upstreams.LOSS_TOLD_MS / 1_000.0);
  }

  @Test
  void serviceThatAcceptsButNeverGreets_isToldToTheAgentWithinFiveSeconds() throws Exception {
    awaitReady();
    network.freeze();
    long asked = System.nanoTime();

    AgentCall call = agent.call(OBSERVE);

    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(secondsSince(asked)).isLessThan(Upstreams.LOSS_TOLD_MS / 1_000.0);
  }

  /// The server counts pings that come too often, and cuts off who sends them.
  @Test
  void quietStream_isKeptForLongerThanManyPings() throws Exception {
    AgentCall call = observe();
    Served stream = next();
    long opened = System.nanoTime();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> call.isEnded() || secondsSince(opened) > 6 * Upstreams.PING_INTERVAL_MS / 1e3);

    assertThat(call.isEnded()).isFalse();
    stream.answers.onNext(ack());
    assertThat(call.next()).isEqualTo(ack().toByteArray());
  }

  private static int sendWhileReady(AgentCall call, byte[] message) {
    int sent = 0;
    long quietSince = System.nanoTime();
    while (secondsSince(quietSince) < 2 && sent < WAITING_MAX) {
      if (call.isReady()) {
        call.send(message);
        sent++;
        quietSince = System.nanoTime();
      } else {
        Thread.onSpinWait();
      }
    }
    return sent;
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /// Opens a stream, as soon as the gateway knows who owns the agent and who is revoked.
  private AgentCall observe() {
    awaitReady();
    return agent.call(OBSERVE);
  }

  private void awaitReady() {
    await().atMost(PATIENCE).until(gateway::isReady);
  }

  private Served next() throws InterruptedException {
    Served stream = served.poll(10, TimeUnit.SECONDS);
    if (stream == null) {
      throw new AssertionError("no stream reached the service");
    }
    return stream;
  }

  private static ObserveRequest batch(int size) {
    return ObserveRequest.newBuilder()
        .setBatch(Batch.newBuilder().setContent(ByteString.copyFrom(new byte[size])))
        .build();
  }

  private static ObserveResponse ack() {
    return ObserveResponse.newBuilder().setAck(BatchAck.newBuilder().setBoot(5).setSeq(1)).build();
  }
}
