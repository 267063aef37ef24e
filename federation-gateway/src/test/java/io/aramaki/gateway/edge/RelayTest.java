package io.aramaki.gateway.edge;

import static io.aramaki.gateway.edge.DoorFixture.CONTROL;
import static io.aramaki.gateway.edge.DoorFixture.ENROL;
import static io.aramaki.gateway.edge.DoorFixture.GET_KEY_SET;
import static io.aramaki.gateway.edge.DoorFixture.OBSERVE;
import static io.aramaki.gateway.edge.DoorFixture.allOwnedBy;
import static io.aramaki.gateway.edge.DoorFixture.assertEnded;
import static io.aramaki.gateway.edge.DoorFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.BatchAck;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.gateway.testing.AgentClient.AgentCall;
import io.aramaki.gateway.testing.ScriptedUpstream;
import io.aramaki.gateway.testing.ScriptedUpstream.UpstreamCall;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelayTest {
  @TempDir private Path directory;
  private DoorFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new DoorFixture(directory);
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void messages_ofEverySize_arriveAsTheyWereSentBothWays() throws Exception {
    // Given
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall().request(100);
    int[] sizes = {0, 1, 5, 16_383, 16_384, 16_385, 300_000, Relay.MESSAGE_BYTES_MAX};

    for (int size : sizes) {
      byte[] up = random(size);
      byte[] down = random(size);

      // When
      agent.send(up);
      upstream.send(down);

      // Then
      assertThat(upstream.next()).isEqualTo(up);
      assertThat(agent.next()).isEqualTo(down);
    }
  }

  @Test
  void end_ofEachSide_isPassedOnWithItsStatusAndDetails() throws Exception {
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(CONTROL);
    UpstreamCall upstream = fixture.inventory.nextCall().request(1);
    agent.halfClose();
    waitUntil(upstream::isHalfClosed);

    var trailers = new Metadata();
    trailers.put(
        Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
        new byte[] {8, 9, 16});
    trailers.put(Metadata.Key.of("secret", Metadata.ASCII_STRING_MARSHALLER), "inside");
    upstream.end(Status.FAILED_PRECONDITION.withDescription("früh ✓"), trailers);

    var end = agent.end();
    assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(end.getStatus().getDescription()).isEqualTo("früh ✓");
    Metadata received = Objects.requireNonNull(end.getTrailers());
    assertThat(
            received.get(
                Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER)))
        .isEqualTo(new byte[] {8, 9, 16});
    assertThat(received.get(Metadata.Key.of("secret", Metadata.ASCII_STRING_MARSHALLER))).isNull();
  }

  @Test
  void unaryCall_isAnsweredAndEndsWell() throws Exception {
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(GET_KEY_SET);
    agent.send(new byte[] {1}).halfClose();
    UpstreamCall upstream = fixture.inventory.nextCall().request(2);

    assertThat(upstream.next()).isEqualTo(new byte[] {1});
    upstream.send(new byte[] {2});
    upstream.end(Status.OK, new Metadata());

    assertThat(agent.next()).isEqualTo(new byte[] {2});
    assertThat(agent.end().getStatus().getCode()).isEqualTo(Status.Code.OK);
  }

  @Test
  void compression_isPassedOnInBothDirections() throws Exception {
    AgentCall agent =
        fixture
            .client(fixture.org.agent("a1"))
            .call(OBSERVE, new Metadata(), CallOptions.DEFAULT.withCompression("gzip"))
            .compressMessages();
    UpstreamCall upstream = fixture.monitoring.nextCall().request(2).compression("gzip");
    byte[] message = new byte[200_000];

    agent.send(message);
    upstream.send(message);

    assertThat(upstream.header("grpc-encoding")).isEqualTo("gzip");
    assertThat(upstream.next()).isEqualTo(message);
    assertThat(agent.next()).isEqualTo(message);
  }

  @Test
  void identityOfTheAgent_isVouchedForAndCannotBeForged() throws Exception {
    // Given an agent that says it is another one, and brings a person's token
    var agent = fixture.org.agent("a1");
    var headers = new Metadata();
    for (String name :
        new String[] {"aramaki-agent", "aramaki-agent-certificate", "aramaki-x", "authorization"}) {
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), "orgs/x/agents/forged");
    }
    headers.put(
        Metadata.Key.of("aramaki-token-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1});

    // When
    fixture.client(agent).call(CONTROL, headers, CallOptions.DEFAULT);
    UpstreamCall upstream = fixture.inventory.nextCall();

    // Then
    assertThat(
            upstream
                .headers()
                .getAll(Metadata.Key.of("aramaki-agent", Metadata.ASCII_STRING_MARSHALLER)))
        .containsExactly(agent.identity().resourceName());
    assertThat(upstream.header("aramaki-agent-certificate"))
        .isEqualTo(agent.material().fingerprint().hex());
    assertThat(upstream.headers().keys())
        .doesNotContain("aramaki-x", "authorization", "aramaki-token-bin");
  }

  @Test
  void enrolment_withoutACertificate_isRelayedWithoutAnAgent() throws Exception {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("aramaki-agent", Metadata.ASCII_STRING_MARSHALLER), "orgs/x/agents/forged");

    AgentCall call = fixture.anonymous().call(ENROL, headers, CallOptions.DEFAULT);
    call.send(new byte[] {7}).halfClose();
    UpstreamCall upstream = fixture.inventory.nextCall().request(1);

    assertThat(upstream.next()).isEqualTo(new byte[] {7});
    assertThat(upstream.header("aramaki-agent")).isNull();
    assertThat(upstream.header("aramaki-agent-certificate")).isNull();
  }

  @Test
  void slowService_holdsTheAgentBackWithinAFewMegabytes() throws Exception {
    // Given a service that reads nothing
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall();
    byte[] message = random(100_000);

    // When the agent sends as long as it is let
    int sent = 0;
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < deadline && sent < 1_000) {
      if (agent.isReady()) {
        agent.send(message);
        sent++;
        deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      } else {
        Thread.onSpinWait();
      }
    }

    // Then windows and queues are full and nothing grows
    assertThat(sent).isBetween(5, 80);
    assertThat(upstream.waiting()).isZero();

    // And everything arrives once the service reads
    upstream.request(sent);
    for (int i = 0; i < sent; i++) {
      assertThat(upstream.next()).isEqualTo(message);
    }
    waitUntil(agent::isReady);
  }

  @Test
  void slowAgent_holdsTheServiceBackWithinAFewMegabytes() throws Exception {
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall().request(1);
    byte[] message = random(100_000);
    upstream.send(message);
    assertThat(agent.next()).isEqualTo(message);

    int sent = 0;
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < deadline && sent < 1_000) {
      if (upstream.isReady()) {
        upstream.send(message);
        sent++;
        deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      } else {
        Thread.onSpinWait();
      }
    }

    assertThat(sent).isBetween(1, 80);
    for (int i = 0; i < sent; i++) {
      assertThat(agent.next()).isEqualTo(message);
    }
    waitUntil(upstream::isReady);
  }

  @Test
  void stalledStream_doesNotHoldUpOthers() throws Exception {
    AgentCall stalled = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    fixture.monitoring.nextCall();
    byte[] message = random(100_000);
    for (int i = 0; i < 200 && stalled.isReady(); i++) {
      stalled.send(message);
    }

    AgentCall other = fixture.client(fixture.org.agent("a2")).call(CONTROL);
    UpstreamCall upstream = fixture.inventory.nextCall().request(1);
    other.send(message);

    assertThat(upstream.next()).isEqualTo(message);
  }

  @Test
  void ownerChange_cutsTheStreamAndTheNextGoesToTheNewOwner() throws Exception {
    // Given
    var client = fixture.client(fixture.org.agent("a1"));
    AgentCall before = client.call(OBSERVE);
    UpstreamCall old = fixture.monitoring.nextCall();
    AgentCall control = client.call(CONTROL);
    fixture.inventory.nextCall();
    try (var second = ScriptedUpstream.start(fixture.org.service("monitoring"), OBSERVE)) {

      // When
      fixture.owners = allOwnedBy("monitoring-2", second.address(), 2);
      fixture.door.recheck();

      // Then
      assertEnded(before, Status.Code.UNAVAILABLE, "OWNER_CHANGED");
      waitUntil(old::isCancelled);
      client.call(OBSERVE);
      assertThat(second.nextCall().header("aramaki-agent")).endsWith("/agents/a1");
      assertThat(control.isEnded()).isFalse();
    }
  }

  @Test
  void lossOfTheService_isUnavailableAtOnce() throws Exception {
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    fixture.monitoring.nextCall();

    fixture.monitoring.close();

    assertEnded(agent, Status.Code.UNAVAILABLE, "UPSTREAM_LOST");
  }

  @Test
  void serviceThatIsNotThere_isUnavailable() throws Exception {
    fixture.owners = allOwnedBy("monitoring-9", "127.0.0.1:1", 9);

    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);

    assertEnded(agent, Status.Code.UNAVAILABLE, "UPSTREAM_LOST");
  }

  @Test
  void serviceWithTheCertificateOfAnother_isNotBelieved() throws Exception {
    try (var impostor = ScriptedUpstream.start(fixture.org.service("alerting"), OBSERVE)) {
      fixture.owners = allOwnedBy("monitoring-2", impostor.address(), 2);

      AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);

      assertEnded(agent, Status.Code.UNAVAILABLE, "UPSTREAM_LOST");
      assertThat(impostor.hasCall()).isFalse();
    }
  }

  @Test
  void cancellationByTheAgent_reachesTheService() throws Exception {
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall();

    agent.cancel();

    waitUntil(upstream::isCancelled);
  }

  @Test
  void newerSession_takesThePlaceOfTheOlder() throws Exception {
    var identity = fixture.org.agent("a1");
    AgentCall older = fixture.client(identity).call(OBSERVE);
    UpstreamCall olderUpstream = fixture.monitoring.nextCall();

    AgentCall newer = fixture.client(identity).call(OBSERVE);
    UpstreamCall newerUpstream = fixture.monitoring.nextCall().request(1);

    assertEnded(older, Status.Code.ABORTED, "SESSION_REPLACED");
    waitUntil(olderUpstream::isCancelled);
    newer.send(new byte[] {3});
    assertThat(newerUpstream.next()).isEqualTo(new byte[] {3});
  }

  @Test
  void renewalOfTheGatewaysCertificate_movesSessionsToNewConnections() throws Exception {
    var client = fixture.client(fixture.org.agent("a1"));
    AgentCall before = client.call(OBSERVE);
    fixture.monitoring.nextCall();

    fixture.gateway.replace(fixture.org.renewed("gateway"));

    assertEnded(before, Status.Code.UNAVAILABLE, "CERTIFICATE_RENEWED");
    AgentCall after = client.call(OBSERVE);
    after.send(new byte[] {1});
    assertThat(fixture.monitoring.nextCall().request(1).next()).isEqualTo(new byte[] {1});
  }

  @Test
  void progress_countsBatchesAndAcknowledgementsAndAges() throws Exception {
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall().request(10);
    byte[] batch =
        ObserveRequest.newBuilder()
            .setBatch(Batch.newBuilder().setContent(ByteString.copyFrom(random(50_000))))
            .build()
            .toByteArray();
    agent.send(batch).send(batch);
    assertThat(upstream.next()).isEqualTo(batch);
    upstream.next();
    fixture.clock.advance(Duration.ofSeconds(3));
    waitUntil(() -> fixture.progress.oldestUnacknowledgedMs() == 3_000);
    assertThat(fixture.progress.openSessions()).isEqualTo(1);
    assertThat(fixture.progress.batches()).isEqualTo(2);
    assertThat(fixture.progress.batchBytes()).isEqualTo(2L * batch.length);

    byte[] ack =
        ObserveResponse.newBuilder()
            .setAck(BatchAck.newBuilder().setBoot(5).setSeq(1))
            .build()
            .toByteArray();
    upstream.send(ack);
    upstream.send(ack);
    agent.next();
    agent.next();

    assertThat(fixture.progress.acks()).isEqualTo(2);
    assertThat(fixture.progress.lastAck()).contains(fixture.clock.instant());
    waitUntil(() -> fixture.progress.oldestUnacknowledgedMs() == 0);
  }

  @Test
  void closedDoor_tellsAgentsToComeBack() throws Exception {
    AgentCall agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
    fixture.monitoring.nextCall();

    fixture.door.close();

    assertEnded(agent, Status.Code.UNAVAILABLE, "GATEWAY_STOPPING");
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
