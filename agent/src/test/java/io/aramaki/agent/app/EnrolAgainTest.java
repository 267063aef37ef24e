package io.aramaki.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.monitoring.v1.BatchHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Enrolling an agent that was enrolled before.
class EnrolAgainTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  @TempDir private Path directory;
  private AgentWorld world;

  @BeforeEach
  void openWorld() throws IOException {
    world = new AgentWorld(directory);
    world.extraConfig = "metrics: {interval: 1s}\nsession: {goodbye-timeout: 0s}\n";
  }

  @AfterEach
  void endWorld() {
    world.close();
  }

  private TlsIdentity identity() {
    return TlsIdentity.open(world.state().tls(), world.org.clock);
  }

  private Sha256 enrolledUntilSoon() {
    world.gateway.lifetime = SHORT;
    world.enrol();
    return identity().material().fingerprint();
  }

  private void awaitEnd() {
    Eventually.until("the certificate ended", () -> identity().isExpired());
  }

  private List<BatchHeader> firsts() {
    return world.gateway.heard.stream()
        .map(ScriptedGateway.Heard::header)
        .filter(header -> header.getSeq() == 1)
        .toList();
  }

  @Test
  void certificate_isInForce_refusedAndSaysWhatToDo() {
    // Given
    assertThat(world.enrol()).contains(world.org.agent);
    Sha256 before = identity().material().fingerprint();

    // When
    assertThatThrownBy(world::enrol)
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("is enrolled as " + world.org.agent)
        .hasMessageContaining("in force until " + identity().expireTime())
        .hasMessageContaining("delete " + world.state().tls());

    // Then
    assertThat(identity().material().fingerprint()).isEqualTo(before);
    assertThat(world.gateway.enrolments).hasValue(1);
  }

  @Test
  void token_isForAnotherAgent_refusedAndNothingChanges() {
    // Given
    Sha256 before = enrolledUntilSoon();
    awaitEnd();
    world.gateway.agentId = "host-2";

    // When
    assertThatThrownBy(world::enrol)
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("agents/host-2")
        .hasMessageContaining("belong to " + world.org.agent);

    // Then
    assertThat(identity().material().fingerprint()).isEqualTo(before);
    assertThat(world.state().enrolled().name()).isEqualTo(world.org.agent);
  }

  @Test
  void token_isOfAnotherOrganisation_refusedBeforeItIsShown() {
    // Given
    enrolledUntilSoon();
    awaitEnd();
    var stranger = new TestOrg();
    String token = stranger.token(world.gateway.address(), world.gateway.secret).format();
    var command = new EnrolCommand(world.config(), Environment.system(), new SecureRandom());

    // When
    assertThatThrownBy(() -> command.run(token))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("the token is for orgs/" + stranger.id)
        .hasMessageContaining("belong to " + world.org.agent);

    // Then
    assertThat(world.gateway.enrolments).hasValue(1);
  }

  @Test
  void certificate_ended_enrolledAgainWithSpoolAndBoots() throws IOException {
    // Given
    Sha256 before = enrolledUntilSoon();
    int port = world.closeGateway();
    world.start();
    awaitEnd();
    world.stop();
    world.openGateway(port);

    // When
    assertThat(world.enrol()).contains(world.org.agent);

    // Then
    assertThat(identity().material().fingerprint()).isNotEqualTo(before);
    assertThat(identity().isExpired()).isFalse();
    world.start();
    Eventually.until("both boots", () -> firsts().size() == 2);
    assertThat(firsts().getFirst().getPreviousBoot()).isZero();
    assertThat(firsts().getLast().getPreviousBoot()).isEqualTo(firsts().getFirst().getBoot());
  }

  @Test
  void certificate_endedUnderARunningAgent_itTakesTheNewOne() throws IOException {
    // Given
    enrolledUntilSoon();
    int port = world.closeGateway();
    world.start();
    awaitEnd();
    world.openGateway(port);

    // When
    world.enrol();

    // Then
    Eventually.until("a session", () -> !world.gateway.hellos.isEmpty());
    assertThat(world.gateway.enrolments).hasValue(1);
  }

  @Test
  void certificate_wasRevokedAndIsTakenAway_enrolledAgain() throws IOException {
    // Given
    world.enrol();
    try (var files = Files.walk(world.state().tls())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }

    // When
    assertThat(world.enrol()).contains(world.org.agent);

    // Then
    assertThat(identity().isExpired()).isFalse();
    assertThat(world.gateway.enrolments).hasValue(2);
  }
}
