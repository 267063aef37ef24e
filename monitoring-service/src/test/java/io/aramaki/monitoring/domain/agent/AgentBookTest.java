package io.aramaki.monitoring.domain.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.catalog.CheckKind;
import io.aramaki.monitoring.domain.check.CheckMachine;
import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.keepalive.Keepalive;
import io.aramaki.monitoring.domain.keepalive.KeepaliveRules;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.Position;
import io.aramaki.monitoring.domain.sequence.SequenceSnapshot;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Silence: what the keepalive says of it, and what the ttls of the checks do meanwhile.
final class AgentBookTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final String AGENT = "orgs/o/agents/a";
  private static final String SYSTEM = "orgs/o/systems/s";
  private static final String MASKED = "orgs/o/checks/masked";
  private static final String ANYWAY = "orgs/o/checks/anyway";
  private static final String KEEPALIVE = "orgs/o/checks/keepalive";
  private static final Duration TTL = Duration.ofSeconds(60);

  private final CheckDefinition masked = check(MASKED, false);
  private final CheckDefinition anyway = check(ANYWAY, true);
  private final Catalog catalog =
      new Catalog(1, new TreeMap<>(Map.of(MASKED, masked, ANYWAY, anyway)));
  private final AgentBook book =
      new AgentBook(
          new AgentState(
              AGENT,
              SequenceSnapshot.start(0),
              Keepalive.heardAt(T0),
              new SubjectSet(AGENT, SYSTEM, Set.of(SYSTEM), 1, false),
              ""),
          Map.of(MASKED, ok(masked), ANYWAY, ok(anyway)),
          KeepaliveRules.DEFAULT);

  private static CheckDefinition check(String name, boolean ttlWhileAway) {
    return new CheckDefinition(
        name,
        SYSTEM,
        "",
        "",
        new CheckKind.Command(List.of("true"), Map.of()),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        3,
        Duration.ofSeconds(10),
        TTL,
        Status.WARNING,
        ttlWhileAway,
        false,
        1024,
        Map.of(),
        T0,
        T0,
        "e");
  }

  private static CheckRecord ok(CheckDefinition check) {
    var result = new CheckResult(SYSTEM, check.name(), Status.OK, "fine", T0, Duration.ZERO, "", 1);
    return CheckMachine.result(
            check.policy(), CheckRecord.unknown(SYSTEM), result, new Position(1, 1, 1), T0, T0)
        .after();
  }

  private Effects tick(int second) {
    return book.tick(T0.plusSeconds(second), catalog, Tracing.NONE);
  }

  private Status status(String check) {
    return book.checks().getOrDefault(check, CheckRecord.unknown("")).status();
  }

  @Test
  void silence_failsTheKeepalive_whichMasksTheTtls_butNotThoseThatAreToldNotToBe() {
    // Given
    tick(29);
    assertThat(status(KEEPALIVE)).isNotEqualTo(Status.WARNING);

    // When
    tick(30);
    var later = tick(61);

    // Then
    assertThat(status(KEEPALIVE)).isEqualTo(Status.WARNING);
    assertThat(later.changes()).containsOnlyKeys(ANYWAY);
    assertThat(status(ANYWAY)).isEqualTo(Status.WARNING);
    assertThat(status(MASKED)).isEqualTo(Status.OK);
  }

  @Test
  void agentThatIsBack_hasAWholeTtlForWhatWasMasked_andNoMore() {
    // Given
    tick(30);
    tick(100);

    // When it is back, but this check has no result
    book.heard(T0.plusSeconds(100), Tracing.NONE);
    tick(101);
    hearUntil(160);

    // Then
    assertThat(status(KEEPALIVE)).isEqualTo(Status.OK);
    assertThat(status(MASKED)).isEqualTo(Status.OK);
    hearUntil(161);
    assertThat(status(MASKED)).isEqualTo(Status.WARNING);
  }

  private void hearUntil(int second) {
    book.heard(T0.plusSeconds(second), Tracing.NONE);
    tick(second);
  }

  @Test
  void keepaliveThatFails_namesTheGatewayThroughWhichTheAgentCame() {
    // Given
    assertThat(book.opened("g1").agentRow()).isTrue();
    assertThat(book.opened("g1").agentRow()).isFalse();

    // When
    var effects = tick(30);

    // Then
    assertThat(effects.changes().get(KEEPALIVE))
        .singleElement()
        .satisfies(change -> assertThat(change.labels()).containsEntry("gateway", "g1"));
    assertThat(book.state().gateway()).isEqualTo("g1");
  }

  @Test
  void seqThatWasUsedTwice_isAProblemAtOnce_thatNoDefinitionTakesAway() {
    // When
    var effects = book.reused(new BatchKey(7, 3), T0, Tracing.NONE);
    book.retune(catalog, T0);

    // Then
    assertThat(effects.changes()).containsOnlyKeys("orgs/o/checks/sequence");
    assertThat(status("orgs/o/checks/sequence")).isEqualTo(Status.CRITICAL);
  }

  @Test
  void ttlOfAnAgentThatIsHeard_expiresInTime() {
    // When
    hearUntil(59);

    // Then
    assertThat(status(MASKED)).isEqualTo(Status.OK);
    hearUntil(60);
    assertThat(status(MASKED)).isEqualTo(Status.WARNING);
    assertThat(status(ANYWAY)).isEqualTo(Status.WARNING);
  }

  @Test
  void agentOfABlindOwner_hasTheGraceToBeHeard_andItsTtlsWaitAsLong() {
    // Given: nobody looked for 90 seconds, in which the keepalive and both ttls became due
    tick(1);
    book.blind(T0.plusSeconds(90));
    assertThat(tick(90).changes().values()).allMatch(List::isEmpty);

    // When it is heard within the grace, but brings no result
    hearUntil(109);

    // Then the ttls expire at its end, without a new span
    assertThat(status(MASKED)).isEqualTo(Status.OK);
    assertThat(status(ANYWAY)).isEqualTo(Status.OK);
    book.heard(T0.plusSeconds(110), Tracing.NONE);
    assertThat(tick(110).changes()).containsOnlyKeys(MASKED, ANYWAY);
    assertThat(status(KEEPALIVE)).isEqualTo(Status.OK);
    hearUntil(111);
    assertThat(changesOf(tick(112))).isZero();
  }

  @Test
  void agentOfABlindOwner_thatStaysSilent_firesOnceAtTheEndOfTheGrace() {
    // Given
    tick(1);
    book.blind(T0.plusSeconds(90));

    // When
    int early = changesOf(tick(90)) + changesOf(tick(109));
    Effects end = tick(110);

    // Then
    assertThat(early).isZero();
    assertThat(end.changes()).containsOnlyKeys(KEEPALIVE, ANYWAY);
    assertThat(end.changes().values()).allSatisfy(changes -> assertThat(changes).hasSize(1));
    assertThat(status(KEEPALIVE)).isEqualTo(Status.WARNING);
    assertThat(status(MASKED)).isEqualTo(Status.OK);
    assertThat(changesOf(tick(111))).isZero();
  }

  private static int changesOf(Effects effects) {
    return effects.changes().values().stream().mapToInt(List::size).sum();
  }

  @Test
  void stoppedAgent_backBeforeTheFirstTickOfANewOwner_hasAWholeTtl() {
    // Given
    var stopped =
        new AgentState(
            AGENT,
            SequenceSnapshot.start(0),
            Keepalive.heardAt(T0).stopped(T0, Duration.ZERO),
            new SubjectSet(AGENT, SYSTEM, Set.of(SYSTEM), 1, false),
            "");
    var loaded = new AgentBook(stopped, Map.of(MASKED, ok(masked)), KeepaliveRules.DEFAULT);

    // When
    loaded.opened("g1");
    loaded.heard(T0.plusSeconds(100), Tracing.NONE);
    loaded.tick(T0.plusSeconds(100), catalog, Tracing.NONE);

    // Then
    CheckRecord record = loaded.checks().getOrDefault(MASKED, CheckRecord.unknown(""));
    assertThat(record.status()).isEqualTo(Status.OK);
    assertThat(record.ttl().deadline()).isEqualTo(T0.plusSeconds(160));
  }
}
