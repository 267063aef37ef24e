package io.aramaki.inventory.domain.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.EnrolmentRefused;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.Revoked;
import io.aramaki.inventory.domain.InventoryWorld;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens.Fresh;
import io.aramaki.inventory.domain.enrolment.Enrolments.Enrolled;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;
import io.aramaki.inventory.domain.timeline.TimelineEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EnrolmentsTest {
  private static final AgentId A1 = new AgentId("a1");
  private static final byte[] KEY = bytes("key one");
  private static final byte[] OTHER_KEY = bytes("key two");
  private static final String REFUSAL =
      "the enrolment token is not accepted; ask an administrator for a new one";

  private final InventoryWorld world = new InventoryWorld();

  @BeforeEach
  void makeSystems() {
    world.system("host");
    world.system("db");
  }

  @Test
  void enrol_unknownToken_isRefusedWithoutSayingWhy() {
    assertThatThrownBy(() -> world.enrolments.enrol("nobody", new byte[16], KEY))
        .isInstanceOf(EnrolmentRefused.class)
        .hasMessage(REFUSAL);
  }

  @Test
  void enrol_wrongSecret_isRefusedAndDoesNotConsume() {
    Fresh token = agentToken();

    assertThatThrownBy(() -> world.enrolments.enrol(token.id(), new byte[16], OTHER_KEY))
        .isInstanceOf(EnrolmentRefused.class)
        .hasMessage(REFUSAL);

    assertThat(enrol(token, KEY).certificate()).isNotNull();
  }

  @Test
  void enrol_expiredToken_isRefused() {
    Fresh token = agentToken();
    world.clock.advance(EnrolmentTokens.TTL_DEFAULT);

    assertThatThrownBy(() -> enrol(token, KEY))
        .isInstanceOf(EnrolmentRefused.class)
        .hasMessage(REFUSAL);
    assertThat(world.certificates.issued()).isEmpty();
  }

  @Test
  void enrol_usedTokenAfterItsEnd_isRefusedEvenToTheSameKey() {
    Fresh token = agentToken();
    enrol(token, KEY);
    world.clock.advance(EnrolmentTokens.TTL_DEFAULT);

    assertThatThrownBy(() -> enrol(token, KEY)).isInstanceOf(EnrolmentRefused.class);
  }

  @Test
  void enrol_badRequest_isRefusedAndDoesNotConsume() {
    Fresh token = agentToken();

    assertThatThrownBy(() -> enrol(token, bytes("bad"))).isInstanceOf(Invalid.class);

    assertThat(enrol(token, KEY).certificate()).isNotNull();
  }

  @Test
  void enrol_otherKey_isRefusedAndAlerted() {
    Fresh token = agentToken();
    enrol(token, KEY);

    assertThatThrownBy(() -> enrol(token, OTHER_KEY))
        .isInstanceOf(EnrolmentRefused.class)
        .hasMessage(REFUSAL);

    assertThat(world.outbox.entries())
        .last()
        .satisfies(entry -> {
          assertThat(entry.kind()).isEqualTo(TimelineEntry.Kind.AGENT);
          assertThat(entry.summary()).startsWith("SECURITY: the enrolment token of agent a1");
          assertThat(entry.severity()).isEqualTo("warning");
          assertThat(entry.system()).isEqualTo(new SystemId("host"));
        });
    assertThat(world.certificates.issued()).hasSize(1);
  }

  @Test
  void enrol_sameKeyAgain_givesTheSameCertificate() {
    Fresh token = agentToken();
    Enrolled first = enrol(token, KEY);

    Enrolled second = enrol(token, KEY);

    assertThat(second.certificate().sha256()).isEqualTo(first.certificate().sha256());
    assertThat(world.certificates.issued()).hasSize(1);
    assertThat(world.outbox.summaries()).filteredOn(text -> text.contains("enrolled")).hasSize(1);
  }

  @Test
  void enrol_nameAndSystems_comeFromTheToken() {
    Fresh token =
        world.enrolmentTokens.forAgent(
            A1,
            new SystemId("host"),
            List.of(new SystemId("db")),
            Optional.empty(),
            InventoryWorld.BY_ADMIN);

    Enrolled enrolled = enrol(token, KEY);

    assertThat(enrolled.holder())
        .isEqualTo(new ForAgent(A1, new SystemId("host"), List.of(new SystemId("db"))));
    Agent agent = world.agents.get(A1);
    assertThat(agent.subjects().systems())
        .containsExactly(new SystemId("host"), new SystemId("db"));
    assertThat(agent.certificate().sha256()).isEqualTo(enrolled.certificate().sha256());
  }

  @Test
  void enrol_crashAfterConsumption_isCompletedByTheSameKey() {
    Fresh token = agentToken();
    world.tokenStore.consume(token.id(), world.certificates.keySha256(KEY));

    assertThatThrownBy(() -> enrol(token, OTHER_KEY)).isInstanceOf(EnrolmentRefused.class);
    Enrolled enrolled = enrol(token, KEY);

    assertThat(world.agents.get(A1).certificate().sha256())
        .isEqualTo(enrolled.certificate().sha256());
  }

  @Test
  void enrol_twentyKeysAtOnce_oneWins() throws Exception {
    Fresh token = agentToken();
    List<Callable<Enrolled>> attempts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] key = bytes("key " + i % 10);
      attempts.add(() -> enrol(token, key));
    }

    var certificates = new ArrayList<String>();
    int refused = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Enrolled> attempt : executor.invokeAll(attempts)) {
        try {
          certificates.add(attempt.get().certificate().sha256());
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(EnrolmentRefused.class);
          refused++;
        }
      }
    }

    assertThat(certificates).hasSize(2).containsOnly(certificates.getFirst());
    assertThat(refused).isEqualTo(18);
  }

  @Test
  void enrol_newTokenForAnAgentThatExists_revokesItsOldCertificate() {
    Enrolled first = enrol(agentToken(), KEY);

    Enrolled second = enrol(agentToken(), OTHER_KEY);

    assertThat(world.agents.get(A1).certificates())
        .extracting(Agent.Certificate::sha256)
        .containsExactly(second.certificate().sha256());
    assertThat(world.revocations.isRevoked(first.certificate().sha256())).isTrue();
    assertThat(world.revocations.isRevoked(second.certificate().sha256())).isFalse();
    assertThat(world.revocations.isRevoked(A1)).isFalse();
  }

  @Test
  void enrol_agentRevokedMeanwhile_isRefused() {
    enrol(agentToken(), KEY);
    Fresh token = agentToken();
    world.agents.revoke(A1, "stolen", InventoryWorld.BY_ADMIN);

    assertThatThrownBy(() -> enrol(token, OTHER_KEY)).isInstanceOf(EnrolmentRefused.class);
  }

  @Test
  void enrol_service_getsItsRoleAndAnInstance() {
    Fresh one = serviceToken();
    Fresh two = serviceToken();

    var first = (ForService) enrol(one, KEY).holder();
    var second = (ForService) enrol(two, OTHER_KEY).holder();

    assertThat(first.in("ar1x")).isEqualTo("orgs/ar1x/services/monitoring");
    assertThat(first.instance()).isNotEqualTo(second.instance());
  }

  @Test
  void token_invalidWishes_areRefused() {
    var host = new SystemId("host");
    assertThatThrownBy(() ->
            world.enrolmentTokens.forAgent(
                A1, new SystemId("gone"), List.of(), Optional.empty(), InventoryWorld.BY_ADMIN))
        .hasMessageContaining("\"gone\" does not exist");
    for (Duration ttl : List.of(Duration.ZERO, Duration.ofDays(8), Duration.ofSeconds(-1))) {
      assertThatThrownBy(() ->
              world.enrolmentTokens.forAgent(
                  A1, host, List.of(), Optional.of(ttl), InventoryWorld.BY_ADMIN))
          .hasMessageContaining("must be 1 s to 7 d");
    }
    assertThatThrownBy(() ->
            world.enrolmentTokens.forService("root", Optional.empty(), InventoryWorld.BY_ADMIN))
        .hasMessageContaining("is none of [alerting, gateway, inventory, monitoring, ticketing]");
  }

  @Test
  void token_forRevokedAgent_isRefused() {
    enrol(agentToken(), KEY);
    world.agents.revoke(A1, "", InventoryWorld.BY_ADMIN);

    assertThatThrownBy(this::agentToken).hasMessageContaining("revoked for good");
  }

  @Test
  void token_secret_isKeptOnlyAsHash() {
    Fresh token = agentToken();

    EnrolmentToken kept = world.tokenStore.find(token.id()).orElseThrow();

    assertThat(kept.toString()).doesNotContain(token.secretHex().reveal());
    assertThat(token.toString()).doesNotContain(token.secretHex().reveal());
    assertThat(HexFormat.of().parseHex(token.secretHex().reveal())).hasSize(16);
  }

  @Test
  void renew_valid_givesNewCertificateAndKeepsTheOldOne() {
    String first = enrol(agentToken(), KEY).certificate().sha256();

    String second = world.renewals.renewAgent(A1, first, OTHER_KEY).certificate().sha256();

    assertThat(second).isNotEqualTo(first);
    assertThat(world.agents.get(A1).certificates())
        .extracting(Agent.Certificate::sha256)
        .containsExactly(second, first);
    assertThat(world.revocations.isRevoked(first)).isFalse();
  }

  @Test
  void renew_revokedUnknownOrBadRequest_isRefused() {
    String certificate = enrol(agentToken(), KEY).certificate().sha256();
    assertThatThrownBy(() -> world.renewals.renewAgent(A1, certificate, bytes("bad")))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> world.renewals.renewAgent(new AgentId("gone"), certificate, OTHER_KEY))
        .isInstanceOf(NotFound.class);
    world.agents.revoke(A1, "", InventoryWorld.BY_ADMIN);

    assertThatThrownBy(() -> world.renewals.renewAgent(A1, certificate, OTHER_KEY))
        .isInstanceOf(Revoked.class);
    assertThatThrownBy(() ->
            world.renewals.renewService(new ForService("gateway", "i1"), certificate, OTHER_KEY))
        .isInstanceOf(Revoked.class);
  }

  private Fresh agentToken() {
    return world.enrolmentTokens.forAgent(
        A1, new SystemId("host"), List.of(), Optional.empty(), InventoryWorld.BY_ADMIN);
  }

  private Fresh serviceToken() {
    return world.enrolmentTokens.forService(
        "monitoring", Optional.empty(), InventoryWorld.BY_ADMIN);
  }

  private Enrolled enrol(Fresh token, byte[] request) {
    byte[] secret = HexFormat.of().parseHex(token.secretHex().reveal());
    return world.enrolments.enrol(token.id(), secret, request);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
