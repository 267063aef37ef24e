package io.aramaki.inventory.domain.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.enrolment.EnrolmentToken.Use;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store of enrolment tokens does.
public abstract class EnrolmentTokenStoreContract {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final String KEY = "1".repeat(64);
  private static final String OTHER_KEY = "2".repeat(64);

  protected abstract EnrolmentTokenStore store();

  @Test
  void insert_agentAndService_giveAllBack() {
    EnrolmentToken agent = token("t1", agent());
    EnrolmentToken service = token("t2", new ForService("monitoring", "i1"));

    assertThat(store().insert(agent)).isTrue();
    assertThat(store().insert(service)).isTrue();

    assertThat(store().find("t1")).contains(agent);
    assertThat(store().find("t2")).contains(service);
    assertThat(store().find("t3")).isEmpty();
  }

  @Test
  void consume_unknown_createsNothing() {
    assertThat(store().consume("t1", KEY)).isFalse();

    assertThat(store().find("t1")).isEmpty();
  }

  @Test
  void consume_otherKeyAfterwards_isRefused() {
    store().insert(token("t1", agent()));

    assertThat(store().consume("t1", KEY)).isTrue();
    assertThat(store().consume("t1", OTHER_KEY)).isFalse();

    assertThat(store().find("t1").orElseThrow().use()).contains(new Use(KEY, Optional.empty()));
  }

  @Test
  void consume_tenKeysAtOnce_oneWins() throws Exception {
    store().insert(token("t1", agent()));
    List<Callable<Boolean>> attempts =
        IntStream.range(0, 10)
            .<Callable<Boolean>>mapToObj(
                i -> () -> store().consume("t1", Integer.toString(i).repeat(64)))
            .toList();

    int winners = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> attempt : executor.invokeAll(attempts)) {
        winners += attempt.get() ? 1 : 0;
      }
    }

    assertThat(winners).isEqualTo(1);
  }

  @Test
  void issued_second_keepsTheFirst() {
    store().insert(token("t1", agent()));
    store().consume("t1", KEY);

    assertThat(store().issued("t1", KEY, certificate("a"))).isTrue();
    assertThat(store().issued("t1", KEY, certificate("b"))).isFalse();

    IssuedCertificate kept =
        store().find("t1").flatMap(EnrolmentToken::use).flatMap(Use::certificate).orElseThrow();
    assertThat(kept.sha256()).isEqualTo("a".repeat(64));
    assertThat(kept.expireTime()).isEqualTo(THEN.plusSeconds(60));
    assertThat(kept.chain().getFirst()).containsExactly(1, 2, 3);
    assertThat(kept.chain()).hasSize(2);
  }

  @Test
  void issued_withoutConsumptionByThatKey_isRefused() {
    store().insert(token("t1", agent()));
    assertThat(store().issued("t1", KEY, certificate("a"))).isFalse();
    store().consume("t1", KEY);

    assertThat(store().issued("t1", OTHER_KEY, certificate("a"))).isFalse();

    assertThat(store().find("t1").orElseThrow().use()).contains(new Use(KEY, Optional.empty()));
  }

  private static ForAgent agent() {
    return new ForAgent(new AgentId("a1"), new SystemId("host"), List.of(new SystemId("db")));
  }

  private static EnrolmentToken token(String id, Holder holder) {
    return new EnrolmentToken(id, "0".repeat(64), holder, "orgs/o/users/u", THEN, Optional.empty());
  }

  private static IssuedCertificate certificate(String digit) {
    return new IssuedCertificate(
        List.of(new byte[] {1, 2, 3}, new byte[] {4}), digit.repeat(64), THEN.plusSeconds(60));
  }
}
