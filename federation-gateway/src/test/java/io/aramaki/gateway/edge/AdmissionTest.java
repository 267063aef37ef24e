package io.aramaki.gateway.edge;

import static io.aramaki.gateway.edge.DoorFixture.CONTROL;
import static io.aramaki.gateway.edge.DoorFixture.ENROL;
import static io.aramaki.gateway.edge.DoorFixture.GET_KEY_SET;
import static io.aramaki.gateway.edge.DoorFixture.OBSERVE;
import static io.aramaki.gateway.edge.DoorFixture.RENEW;
import static io.aramaki.gateway.edge.DoorFixture.assertEnded;
import static io.aramaki.gateway.edge.DoorFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.gateway.domain.session.ShardOwners;
import io.aramaki.gateway.testing.AgentClient.AgentCall;
import io.aramaki.gateway.testing.ScriptedUpstream.UpstreamCall;
import io.aramaki.gateway.testing.TestOrg;
import io.aramaki.kit.security.tls.TlsContexts;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
  @TempDir private Path directory;
  @TempDir private Path elsewhere;
  private DoorFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new DoorFixture(directory);
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {OBSERVE, CONTROL, RENEW, GET_KEY_SET})
  void callWithoutACertificate_isUnauthenticated(String method) throws Exception {
    AgentCall call = fixture.anonymous().call(method);

    assertEnded(call, Status.Code.UNAUTHENTICATED, "CERTIFICATE_REQUIRED");
    assertThat(fixture.inventory.hasCall()).isFalse();
    assertThat(fixture.monitoring.hasCall()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {OBSERVE, ENROL})
  void certificateOfAnotherOrganisation_isRefusedInTheHandshake(String method) throws Exception {
    var foreign = new TestOrg(elsewhere, fixture.clock);
    var stranger = foreign.agent("a1");

    AgentCall call = fixture.client(TlsContexts.mutual(stranger)).call(method);

    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(fixture.inventory.hasCall()).isFalse();
    assertThat(fixture.monitoring.hasCall()).isFalse();
  }

  @Test
  void expiredCertificate_isRefusedInTheHandshake() throws Exception {
    var agent = fixture.org.agent("a1", Duration.ofMinutes(1));
    fixture.clock.advance(Duration.ofMinutes(2));

    AgentCall call = fixture.client(agent).call(OBSERVE);

    assertThat(call.end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(fixture.monitoring.hasCall()).isFalse();
  }

  @Test
  void certificateThatExpires_cutsOpenStreamsAndLetsNoNewOneIn() throws Exception {
    // Given
    var client = fixture.client(fixture.org.agent("a1", Duration.ofMinutes(1)));
    AgentCall observe = client.call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall();
    AgentCall control = client.call(CONTROL);
    fixture.inventory.nextCall();

    // When
    fixture.clock.advance(Duration.ofMinutes(1));

    // Then
    assertEnded(observe, Status.Code.UNAUTHENTICATED, "CERTIFICATE_EXPIRED");
    assertEnded(control, Status.Code.UNAUTHENTICATED, "CERTIFICATE_EXPIRED");
    waitUntil(upstream::isCancelled);
    assertEnded(client.call(CONTROL), Status.Code.UNAUTHENTICATED, "CERTIFICATE_EXPIRED");
  }

  @Test
  void revokedAgent_withOpenStreams_isCutWithinFiveSeconds() throws Exception {
    // Given
    var revoked = fixture.org.agent("a1");
    var client = fixture.client(revoked);
    AgentCall observe = client.call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall();
    AgentCall control = client.call(CONTROL);
    fixture.inventory.nextCall();
    AgentCall other = fixture.client(fixture.org.agent("a2")).call(OBSERVE);
    fixture.monitoring.nextCall();

    // When
    long start = System.nanoTime();
    fixture.revocations =
        fixture.revocations.with(List.of(revoked.identity().resourceName()), List.of(), true);

    // Then
    assertEnded(observe, Status.Code.PERMISSION_DENIED, "AGENT_REVOKED");
    assertEnded(control, Status.Code.PERMISSION_DENIED, "AGENT_REVOKED");
    waitUntil(upstream::isCancelled);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(other.isEnded()).isFalse();
    assertEnded(client.call(OBSERVE), Status.Code.PERMISSION_DENIED, "AGENT_REVOKED");
  }

  @Test
  void revokedAgent_thatReadsNothing_isCutAllTheSame() throws Exception {
    var revoked = fixture.org.agent("a1");
    AgentCall stalled = fixture.client(revoked).call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall().request(1);
    byte[] message = new byte[100_000];
    for (int i = 0; i < 100 && (i < 2 || upstream.isReady()); i++) {
      upstream.send(message);
    }

    fixture.revocations =
        fixture.revocations.with(List.of(revoked.identity().resourceName()), List.of(), true);

    waitUntil(upstream::isCancelled);
    stalled.request(1_000);
    assertThat(stalled.end().getStatus().isOk()).isFalse();
  }

  @Test
  void revokedCertificate_isRefusedButTheAgentsNewOneIsNot() throws Exception {
    var old = fixture.org.agent("a1");
    var renewed = fixture.org.agent("a1");
    fixture.revocations =
        fixture.revocations.with(List.of(), List.of(old.material().fingerprint().hex()), true);

    assertEnded(fixture.client(old).call(OBSERVE), Status.Code.PERMISSION_DENIED, "AGENT_REVOKED");
    fixture.client(renewed).call(OBSERVE);
    fixture.monitoring.nextCall();
  }

  @Test
  void unknownRevocations_letNobodyIn() throws Exception {
    fixture.revocations = Revocations.unknown();

    AgentCall call = fixture.client(fixture.org.agent("a1")).call(OBSERVE);

    assertEnded(call, Status.Code.UNAVAILABLE, "REVOCATIONS_UNKNOWN");
  }

  @Test
  void service_isNoAgent() throws Exception {
    AgentCall call = fixture.client(fixture.org.service("alerting")).call(CONTROL);

    assertEnded(call, Status.Code.PERMISSION_DENIED, "NOT_AN_AGENT");
    assertThat(fixture.inventory.hasCall()).isFalse();
  }

  @Test
  void agentWithoutAnOwner_isUnavailable() throws Exception {
    fixture.owners = ShardOwners.none();

    AgentCall call = fixture.client(fixture.org.agent("a1")).call(OBSERVE);

    assertEnded(call, Status.Code.UNAVAILABLE, "NO_OWNER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.aramaki.inventory.v1.SystemService/ListSystems",
        "io.aramaki.inventory.v1.LoginService/MintToken",
        "io.aramaki.inventory.v1.KeyService/RegisterCheckKey",
        "io.aramaki.agent.v1.ObservationSessionService/Other",
        "grpc.health.v1.Health/Check"
      })
  void methodsThatAreNotForAgents_areUnknown(String method) throws Exception {
    AgentCall call = fixture.client(fixture.org.agent("a1")).call(method);

    assertEnded(call, Status.Code.UNIMPLEMENTED, "METHOD_UNKNOWN");
    assertThat(fixture.inventory.hasCall()).isFalse();
  }
}
