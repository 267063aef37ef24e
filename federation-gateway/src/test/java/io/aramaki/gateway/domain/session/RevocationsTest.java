package io.aramaki.gateway.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RevocationsTest {
  private static final AgentIdentity AGENT =
      new AgentIdentity("orgs/o/agents/a", "ab12", Instant.parse("2026-11-22T00:00:00Z"));

  @Test
  void list_isKnownOnlyOnceItIsComplete() {
    var part = Revocations.unknown().with(List.of("orgs/o/agents/x"), List.of(), false);

    assertThat(part.known()).isFalse();
    assertThat(part.with(List.of(), List.of(), true).known()).isTrue();
  }

  @Test
  void agent_isShutOutByNameOrByCertificate() {
    var list = Revocations.unknown();

    assertThat(list.contains(AGENT)).isFalse();
    assertThat(list.with(List.of(AGENT.agent()), List.of(), true).contains(AGENT)).isTrue();
    assertThat(list.with(List.of(), List.of("ab12"), true).contains(AGENT)).isTrue();
    assertThat(list.with(List.of("orgs/o/agents/b"), List.of("ab13"), true).contains(AGENT))
        .isFalse();
  }

  @Test
  void certificate_isExpiredFromItsLastInstantOn() {
    assertThat(AGENT.isExpired(AGENT.expireTime().minusMillis(1))).isFalse();
    assertThat(AGENT.isExpired(AGENT.expireTime())).isTrue();
  }
}
