package io.aramaki.monitoring.domain.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.check.Status;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class KeepaliveTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final KeepaliveRules RULES = KeepaliveRules.DEFAULT;

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  @Test
  void silence_becomesWarningAfterThreeIntervals_criticalAfterTwoMinutes() {
    // Given
    var keepalive = Keepalive.heardAt(T0);

    // Then
    assertThat(keepalive.judge(RULES, Status.NONE, at(0))).isEqualTo(Status.OK);
    assertThat(keepalive.judge(RULES, Status.OK, at(29))).isEqualTo(Status.OK);
    assertThat(keepalive.judge(RULES, Status.OK, at(30))).isEqualTo(Status.WARNING);
    assertThat(keepalive.judge(RULES, Status.WARNING, at(119))).isEqualTo(Status.WARNING);
    assertThat(keepalive.judge(RULES, Status.WARNING, at(120))).isEqualTo(Status.CRITICAL);
    assertThat(keepalive.heard(at(121)).judge(RULES, Status.CRITICAL, at(121)))
        .isEqualTo(Status.OK);
  }

  @Test
  void goodbye_isNoDeath_untilItsDeadline() {
    // Given
    var keepalive = Keepalive.heardAt(T0).stopped(at(5), Duration.ofMinutes(5));

    // Then
    assertThat(keepalive.judge(RULES, Status.OK, at(304))).isEqualTo(Status.OK);
    assertThat(keepalive.judge(RULES, Status.OK, at(306))).isEqualTo(Status.OK);
    assertThat(keepalive.judge(RULES, Status.OK, at(335))).isEqualTo(Status.WARNING);
    assertThat(keepalive.judge(RULES, Status.WARNING, at(425))).isEqualTo(Status.CRITICAL);
  }

  @Test
  void goodbye_withoutDeadline_isForEver() {
    // Given
    var keepalive = Keepalive.heardAt(T0).stopped(at(5), Duration.ZERO);

    // Then
    assertThat(keepalive.judge(RULES, Status.OK, at(100_000_000))).isEqualTo(Status.OK);
    assertThat(keepalive.resumed().judge(RULES, Status.OK, at(60))).isEqualTo(Status.WARNING);
  }

  @Test
  void cutStream_givesTwoIntervalsToComeBack_butNoMore() {
    // Given: the gateway died 25 s after the last heartbeat
    var keepalive = Keepalive.heardAt(T0).excused(RULES, at(25));

    // Then
    assertThat(keepalive.judge(RULES, Status.OK, at(44))).isEqualTo(Status.OK);
    assertThat(keepalive.judge(RULES, Status.OK, at(45))).isEqualTo(Status.WARNING);
  }

  @Test
  void grace_keepsAProblemThatWasThere() {
    // Given
    var keepalive = Keepalive.heardAt(T0).excused(RULES, at(500));

    // Then
    assertThat(keepalive.judge(RULES, Status.WARNING, at(505))).isEqualTo(Status.WARNING);
    assertThat(keepalive.judge(RULES, Status.CRITICAL, at(505))).isEqualTo(Status.CRITICAL);
  }
}
