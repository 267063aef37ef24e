package io.aramaki.inventory.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of agents does.
public abstract class AgentStoreContract {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");

  protected abstract AgentStore store();

  @Test
  void insert_thenFind_givesAllBack() {
    Agent agent = agent("a1", "host", "db", "cache");

    assertThat(store().insert(agent)).isTrue();

    assertThat(store().find(agent.id())).contains(agent);
    assertThat(store().find(new AgentId("absent"))).isEmpty();
  }

  @Test
  void insert_taken_changesNothing() {
    Agent agent = agent("a1", "host");
    store().insert(agent);

    assertThat(store().insert(agent("a1", "other"))).isFalse();

    assertThat(store().find(agent.id())).contains(agent);
  }

  @Test
  void replace_revoked_givesAllBack() {
    Agent agent = agent("a1", "host");
    store().insert(agent);
    Agent revoked = agent.revoked(THEN.plusSeconds(1));

    assertThat(store().replace(agent, revoked)).isTrue();

    assertThat(store().find(agent.id())).contains(revoked);
  }

  @Test
  void replace_renewed_givesAllBack() {
    Agent agent = agent("a1", "host");
    store().insert(agent);
    Agent renewed = agent.renewed(new Certificate("b".repeat(64), THEN.plusSeconds(99)), THEN);

    assertThat(store().replace(agent, renewed)).isTrue();

    assertThat(store().find(agent.id())).contains(renewed);
  }

  @Test
  void replace_stale_changesNothing() {
    Agent agent = agent("a1", "host");
    store().insert(agent);
    Agent revoked = agent.revoked(THEN.plusSeconds(1));
    store().replace(agent, revoked);

    Agent moved = agent.with(agent.subjects().next(new SystemId("other"), List.of()));

    assertThat(store().replace(agent, moved)).isFalse();
    assertThat(store().find(agent.id())).contains(revoked);
  }

  @Test
  void replace_absent_createsNothing() {
    Agent agent = agent("a1", "host");

    assertThat(store().replace(agent, agent.revoked(THEN))).isFalse();

    assertThat(store().find(agent.id())).isEmpty();
  }

  @Test
  void placementVersion_growsWithPlacementOnly() {
    Agent agent = agent("a1", "host");
    long before = store().placementVersion();
    store().insert(agent);
    long inserted = store().placementVersion();
    Agent renewed = agent.renewed(new Certificate("b".repeat(64), THEN), THEN);
    store().replace(agent, renewed);
    long afterRenewal = store().placementVersion();
    store().replace(renewed, renewed.revoked(THEN));
    long afterRevocation = store().placementVersion();

    assertThat(inserted).isGreaterThan(before);
    assertThat(afterRenewal).isEqualTo(inserted);
    assertThat(afterRevocation).isGreaterThan(afterRenewal);
  }

  @Test
  void of_onlyAgentsWhoseOwnSystemItIs() {
    store().insert(agent("a1", "host"));
    store().insert(agent("a2", "other", "host"));
    store().insert(agent("a3", "host"));

    assertThat(store().of(new SystemId("host")))
        .extracting(agent -> agent.id().value())
        .containsExactlyInAnyOrder("a1", "a3");
  }

  @Test
  void list_pages_inOrderOfIds() {
    for (String id : List.of("c", "a", "b")) {
      store().insert(agent(id, "host"));
    }

    assertThat(store().list(Optional.of(new AgentId("a")), 1))
        .extracting(agent -> agent.id().value())
        .containsExactly("b");
  }

  private static Agent agent(String id, String system, String... proxied) {
    return new Agent(
        new AgentId(id),
        SubjectSet.first(
            new SystemId(system), List.of(proxied).stream().map(SystemId::new).toList()),
        List.of(new Certificate("a".repeat(64), THEN.plusSeconds(60))),
        THEN,
        Optional.empty(),
        1);
  }
}
