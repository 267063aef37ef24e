package io.aramaki.monitoring.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.sequence.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CheckMachineTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Status OK = Status.OK;
  private static final Status W = Status.WARNING;
  private static final Status C = Status.CRITICAL;

  private final List<Step> steps = new ArrayList<>();
  private CheckRecord record = CheckRecord.unknown("orgs/o/systems/s");
  private CheckPolicy policy = policy(3, false, Duration.ZERO);
  private long seq;
  private Instant now = T0;

  private static CheckPolicy policy(int attempts, boolean everyProblemHard, Duration ttl) {
    return new CheckPolicy(attempts, everyProblemHard, ttl, W, Map.of());
  }

  private Step take(Status status) {
    return take(status, new Position(1, ++seq, 1), now);
  }

  private Step take(Status status, Position at, Instant received) {
    var result =
        new CheckResult(
            "orgs/o/systems/s", "orgs/o/checks/c", status, "out " + seq, now, Duration.ZERO, "", 1);
    return note(CheckMachine.result(policy, record, result, at, received, now));
  }

  private Step note(Step step) {
    record = step.after();
    steps.add(step);
    return step;
  }

  @Test
  void occurrences_ofTheGoldenVector_areAsSpecified() {
    // When
    for (Status status : List.of(OK, OK, W, W, W, C, C, C, C, OK, C)) {
      take(status);
    }

    // Then
    assertThat(steps)
        .extracting(step -> step.after().occurrences())
        .containsExactly(1L, 2L, 1L, 2L, 3L, 1L, 2L, 3L, 4L, 1L, 1L);
    assertThat(steps)
        .extracting(step -> step.after().watermark())
        .containsExactly(1L, 2L, 1L, 2L, 3L, 3L, 3L, 3L, 4L, 4L, 1L);
  }

  @Test
  void problem_isSoftUntilMaxAttempts_thenHard() {
    // Given
    take(OK);

    // When
    take(C);
    take(W);
    take(C);
    take(C);

    // Then
    assertThat(steps)
        .extracting(step -> step.after().hardness())
        .containsExactly(Hardness.HARD, Hardness.SOFT, Hardness.SOFT, Hardness.HARD, Hardness.HARD);
    assertThat(steps).extracting(step -> step.after().attempt()).containsExactly(1, 1, 2, 3, 3);
    assertThat(steps).extracting(Step::changed).containsExactly(true, true, true, true, false);
    assertThat(steps.get(3).previousHard()).isEqualTo(OK);
  }

  @Test
  void recovery_fromSoftProblem_hasThePreviousHardStatusOk() {
    // Given
    take(OK);
    take(C);

    // When
    Step recovery = take(OK);

    // Then
    assertThat(recovery.changed()).isTrue();
    assertThat(recovery.after().hardness()).isEqualTo(Hardness.HARD);
    assertThat(recovery.previousHard()).isEqualTo(OK);
  }

  @Test
  void hardProblem_thatGetsWorse_isAHardChangeAtOnce() {
    // Given
    take(W);
    take(W);
    take(W);

    // When
    Step worse = take(C);

    // Then
    assertThat(worse.changed()).isTrue();
    assertThat(worse.after().hardness()).isEqualTo(Hardness.HARD);
    assertThat(worse.previousHard()).isEqualTo(W);
  }

  @Test
  void volatileCheck_isHardAndAChangeEachTime() {
    // Given
    policy = policy(5, true, Duration.ZERO);
    take(OK);

    // When
    Step first = take(C);
    Step second = take(C);

    // Then
    assertThat(first.after().hardness()).isEqualTo(Hardness.HARD);
    assertThat(second.changed()).isTrue();
    assertThat(second.previousHard()).isEqualTo(Status.NONE);
    assertThat(take(OK).changed()).isTrue();
    assertThat(take(OK).changed()).isFalse();
  }

  @Test
  void result_atOrBeforeTheNewestPosition_doesNothing() {
    // Given
    take(OK, new Position(1, 5, 1), now);
    CheckRecord before = record;

    // When
    Step again = take(C, new Position(1, 5, 1), now);
    Step late = take(C, new Position(1, 4, 9), now);

    // Then
    assertThat(again.after()).isEqualTo(before);
    assertThat(late.after()).isEqualTo(before);
    assertThat(late.mustPersist()).isFalse();
  }

  @Test
  void ttl_armedChangedDisarmed_mustPersistEachTime() {
    // Given
    policy = policy(3, false, Duration.ofSeconds(60));

    // When
    Step armed = take(OK);
    Step again = take(OK);
    policy = policy(3, false, Duration.ofSeconds(90));
    Step changed = take(OK);
    policy = policy(3, false, Duration.ZERO);
    Step disarmed = take(OK);

    // Then
    assertThat(armed.mustPersist()).isTrue();
    assertThat(again.mustPersist()).isFalse();
    assertThat(changed.mustPersist()).isTrue();
    assertThat(disarmed.mustPersist()).isTrue();
    assertThat(disarmed.after().ttl()).isEqualTo(Ttl.DISARMED);
  }

  @Test
  void ttl_expires_onceAsAHardChange_andRepeatsAsOccurrences() {
    // Given
    policy = policy(3, false, Duration.ofSeconds(60));
    take(OK);
    now = T0.plusSeconds(59);
    assertThat(CheckMachine.expire(policy, record, now).changed()).isFalse();

    // When
    now = T0.plusSeconds(60);
    Step fired = note(CheckMachine.expire(policy, record, now));
    Step again = note(CheckMachine.expire(policy, record, now));
    now = T0.plusSeconds(250);
    Step repeats = note(CheckMachine.expire(policy, record, now));

    // Then
    assertThat(fired.changed()).isTrue();
    assertThat(fired.after().status()).isEqualTo(W);
    assertThat(fired.after().hardness()).isEqualTo(Hardness.HARD);
    assertThat(fired.after().output()).isEqualTo("Last check execution was 60 seconds ago");
    assertThat(again.changed()).isFalse();
    assertThat(repeats.changed()).isFalse();
    assertThat(repeats.after().occurrences()).isEqualTo(4);
    assertThat(repeats.after().output()).isEqualTo("Last check execution was 250 seconds ago");
  }

  @Test
  void result_afterTheTtlFired_rearmsAndChanges() {
    // Given
    policy = policy(3, false, Duration.ofSeconds(60));
    take(OK);
    now = T0.plusSeconds(100);
    note(CheckMachine.expire(policy, record, now));

    // When
    Step back = take(OK);

    // Then
    assertThat(back.changed()).isTrue();
    assertThat(back.after().ttl().deadline()).isEqualTo(now.plusSeconds(60));
    assertThat(back.after().ttl().isExpired()).isFalse();
  }

  @Test
  void staleResult_receivedBeforeItsOwnDeadlinePassed_cannotUndoTheFiring() {
    // Given
    policy = policy(3, false, Duration.ofSeconds(60));
    take(OK);
    now = T0.plusSeconds(120);
    note(CheckMachine.expire(policy, record, now));

    // When
    Step stale = take(OK, new Position(1, 2, 1), T0.plusSeconds(30));

    // Then
    assertThat(stale.changed()).isFalse();
    assertThat(stale.after().status()).isEqualTo(W);
    assertThat(stale.after().ttl().isExpired()).isTrue();
    assertThat(stale.after().position()).isEqualTo(new Position(1, 2, 1));
  }

  @Test
  void changedDefinition_retunesAnArmedTtl() {
    // Given
    policy = policy(3, false, Duration.ofSeconds(60));
    take(OK);

    // When
    Step longer = CheckMachine.retune(policy(3, false, Duration.ofSeconds(90)), record);
    Step none = CheckMachine.retune(policy(3, false, Duration.ZERO), record);

    // Then
    assertThat(longer.after().ttl().deadline()).isEqualTo(T0.plusSeconds(90));
    assertThat(longer.mustPersist()).isTrue();
    assertThat(none.after().ttl().isArmed()).isFalse();
  }
}
