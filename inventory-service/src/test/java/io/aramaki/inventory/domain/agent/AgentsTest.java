package io.aramaki.inventory.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.AgentAmbiguous;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.Revoked;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.Revocation.RevokedAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AgentsTest {
  private static final AgentId A1 = new AgentId("a1");
  private static final AgentId A2 = new AgentId("a2");
  private static final SystemId HOST = new SystemId("host");
  private static final SystemId DB = new SystemId("db");
  private final InventoryWorld world = new InventoryWorld();

  @BeforeEach
  void makeSystems() {
    world.system("host");
    world.system("db");
  }

  @Test
  void update_unknownSystem_isRefused() {
    enrolled(A1, "1");

    assertThatThrownBy(() ->
            world.agents.update(
                A1,
                subjects -> subjects.next(new SystemId("gone"), List.of()),
                "",
                InventoryWorld.BY_ADMIN))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("\"gone\"");
  }

  @Test
  void update_staleOrRevoked_isRefused() {
    Agent agent = enrolled(A1, "1");
    world.agents.update(A1, s -> s.next(HOST, List.of(DB)), agent.etag(), InventoryWorld.BY_ADMIN);

    assertThatThrownBy(() ->
            world.agents.update(
                A1, s -> s.next(HOST, List.of()), agent.etag(), InventoryWorld.BY_ADMIN))
        .isInstanceOf(StaleEtag.class);
    world.agents.revoke(A1, "", InventoryWorld.BY_ADMIN);
    assertThatThrownBy(() ->
            world.agents.update(A1, s -> s.next(HOST, List.of()), "", InventoryWorld.BY_ADMIN))
        .isInstanceOf(Revoked.class);
  }

  @Test
  void update_subjects_raisesTheirVersion() {
    Agent agent = enrolled(A1, "1");

    Agent next =
        world.agents.update(A1, s -> s.next(HOST, List.of(DB)), "", InventoryWorld.BY_ADMIN);

    assertThat(next.subjects().version()).isGreaterThan(agent.subjects().version());
    assertThat(next.subjects().contains(DB)).isTrue();
    assertThat(next.subjects().contains(new SystemId("other"))).isFalse();
  }

  @Test
  void subjectSet_twiceOrTooMany_isRefused() {
    assertThatThrownBy(() -> SubjectSet.first(HOST, List.of(HOST))).hasMessageContaining("twice");
    assertThatThrownBy(() -> SubjectSet.first(HOST, List.of(DB, DB))).hasMessageContaining("twice");
    assertThatThrownBy(() -> SubjectSet.first(HOST, Collections.nCopies(1001, DB)))
        .hasMessageContaining("1001");
  }

  @Test
  void revoke_agent_isKnownWithItsCertificates() {
    Agent agent = enrolled(A1, "1");

    Agent revoked = world.agents.revoke(A1, "stolen", InventoryWorld.BY_ADMIN);
    world.agents.revoke(A1, "again", InventoryWorld.BY_ADMIN);

    assertThat(revoked.isRevoked()).isTrue();
    assertThat(revoked.subjects().version()).isGreaterThan(agent.subjects().version());
    assertThat(world.revocations.isRevoked(A1)).isTrue();
    assertThat(world.revocations.isRevoked(agent.certificate().sha256())).isTrue();
    assertThat(world.revocations.after(0)).hasSize(2);
    assertThat(world.outbox.summaries()).contains("agent a1 revoked: stolen");
  }

  @Test
  void revoke_unknown_isNotFound() {
    assertThatThrownBy(() -> world.agents.revoke(A2, "", InventoryWorld.BY_ADMIN))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void renewed_tooManyLiveCertificates_isRefusedUntilTheyEnd() {
    enrolled(A1, "1");
    for (int i = 0; i < 15; i++) {
      world.agents.renewed(A1, certificate("c" + i));
    }

    assertThatThrownBy(() -> world.agents.renewed(A1, certificate("x")))
        .isInstanceOf(OverCapacity.class);
    world.clock.advance(Duration.ofDays(8));
    assertThat(world.agents.renewed(A1, certificate("x")).certificates()).hasSize(1);
  }

  @Test
  void executor_namedUnnamedMissingAndAmbiguous() {
    assertThatThrownBy(() -> world.agents.executor(HOST, Optional.empty()))
        .isInstanceOf(NotFound.class)
        .hasMessage("there is no agent \"of system host\"");
    Agent first = enrolled(A1, "1");
    assertThat(world.agents.executor(HOST, Optional.empty())).isEqualTo(first);
    assertThatThrownBy(() -> world.agents.executor(DB, Optional.of(A1)))
        .isInstanceOf(NotFound.class);
    Agent second = enrolled(A2, "2");
    assertThatThrownBy(() -> world.agents.executor(HOST, Optional.empty()))
        .isInstanceOf(AgentAmbiguous.class)
        .hasMessageContaining("2 agents");
    assertThat(world.agents.executor(HOST, Optional.of(A2))).isEqualTo(second);
    world.agents.revoke(A2, "", InventoryWorld.BY_ADMIN);
    assertThatThrownBy(() -> world.agents.executor(HOST, Optional.of(A2)))
        .isInstanceOf(NotFound.class);
    assertThat(world.agents.executor(HOST, Optional.empty())).isEqualTo(first);
  }

  @Test
  void revocations_ofAnotherInstance_wakeWatchersHere() throws Exception {
    var here = new Revocations(world.revocationStore);
    var there = new Revocations(world.revocationStore);
    here.revoke(new RevokedAgent(A1), Instant.EPOCH, "", "");
    there.revoke(new RevokedAgent(A2), Instant.EPOCH, "", "");

    assertThat(here.isRevoked(A2)).isFalse();
    Thread refresher = Thread.ofVirtual().start(here::refresh);
    List<Revocation> news = here.await(1, Duration.ofSeconds(10).toNanos());
    refresher.join();

    assertThat(news).extracting(Revocation::subject).containsExactly(new RevokedAgent(A2));
    assertThat(here.await(2, 1)).isEmpty();
    assertThat(here.isRevoked(A2)).isTrue();
  }

  private Agent enrolled(AgentId id, String certificate) {
    return world.agents.enrolled(
        id, SubjectSet.first(HOST, List.of()), certificate(certificate), InventoryWorld.BY_ADMIN);
  }

  private Certificate certificate(String sha256) {
    return new Certificate(sha256, world.clock.instant().plus(Duration.ofDays(7)));
  }
}
