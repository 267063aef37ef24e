package io.aramaki.monitoring.domain.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.testing.MutableClock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SubjectsTest {
  private static final String AGENT = "orgs/o/agents/a";

  private final MutableClock clock = MutableClock.started();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean away;
  private volatile boolean enrolled = true;
  private volatile long version = 1;
  private final Subjects subjects =
      new Subjects(
          agent -> {
            asked.incrementAndGet();
            if (away) {
              throw new SubjectsUnavailable(agent, null);
            }
            return Optional.of(
                    new SubjectSet(agent, "s", Set.of("s", "v" + version), version, false))
                .filter(_ -> enrolled);
          },
          clock.nanoTime());

  @Test
  void answer_isKeptForThirtySeconds() {
    // Given
    subjects.of(AGENT);
    version = 2;

    // When
    SubjectSet kept = subjects.of(AGENT);
    clock.advance(Subjects.FRESH);
    SubjectSet fresh = subjects.of(AGENT);

    // Then
    assertThat(kept.version()).isEqualTo(1);
    assertThat(fresh.version()).isEqualTo(2);
    assertThat(asked).hasValue(2);
  }

  @Test
  void inventoryAway_theLastAnswerHolds() {
    // Given
    subjects.of(AGENT);
    away = true;

    // When
    clock.advance(Subjects.FRESH.multipliedBy(10));

    // Then
    assertThat(subjects.of(AGENT).version()).isEqualTo(1);
  }

  @Test
  void inventoryAway_andNeverAsked_hasNoAnswer() {
    // Given
    away = true;

    // Then
    assertThatThrownBy(() -> subjects.of(AGENT)).isInstanceOf(SubjectsUnavailable.class);
  }

  @Test
  void inventoryAway_whatWasDurableHolds() {
    // Given
    away = true;

    // When
    subjects.remember(new SubjectSet(AGENT, "s", Set.of("s"), 7, false));

    // Then
    assertThat(subjects.of(AGENT).version()).isEqualTo(7);
  }

  @Test
  void unknownAgent_isAskedForAgainSoon() {
    // Given
    enrolled = false;
    subjects.of(AGENT);
    enrolled = true;

    // When
    SubjectSet atOnce = subjects.of(AGENT);
    clock.advance(Subjects.ASK_AGAIN);
    SubjectSet soon = subjects.of(AGENT);

    // Then
    assertThat(atOnce.isKnown()).isFalse();
    assertThat(soon.isKnown()).isTrue();
    assertThat(asked).hasValue(2);
  }

  @Test
  void inventoryAway_whoWasUnknownBefore_hasNoAnswer() {
    // Given
    enrolled = false;
    subjects.of(AGENT);
    away = true;

    // When
    clock.advance(Subjects.ASK_AGAIN);

    // Then
    assertThatThrownBy(() -> subjects.of(AGENT)).isInstanceOf(SubjectsUnavailable.class);
    assertThatThrownBy(() -> subjects.of(AGENT)).isInstanceOf(SubjectsUnavailable.class);
  }

  @Test
  void unknownSubject_isAskedForOnceMore() {
    // Given
    SubjectSet seen = subjects.of(AGENT);
    version = 2;

    // When
    SubjectSet again = subjects.again(AGENT, seen);
    SubjectSet other = subjects.again(AGENT, seen);

    // Then
    assertThat(again.version()).isEqualTo(2);
    assertThat(other.version()).isEqualTo(2);
    assertThat(asked).hasValue(2);
  }
}
