package io.aramaki.ticketing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.tracker.Remote.Canonical;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A create without an answer, followed by one that the tracker did not take: what the first one
/// leaves behind is looked for all the same.
class UnansweredCreateTest {
  private final TicketBench bench = TicketBench.reopening();
  private final ScriptedTracker tracker = bench.tracker;

  private static Stream<TrackerFailure> refusals() {
    return Stream.of(
        new TrackerFailure.Unavailable("409"),
        new TrackerFailure.RateLimited("429", Duration.ofSeconds(90)),
        new TrackerFailure.BadCredential("401"),
        new TrackerFailure.Refused("422"));
  }

  @Test
  void issue_closedByAPersonWhileDuplicatesAreLookedFor_isNotLookedForWithoutAPause() {
    // Given
    tracker.createFailures.add(new TrackerFailure.UnknownOutcome("502"));
    bench.fires(1);
    bench.pass(Duration.ofMinutes(1));
    tracker.only().move("Closed", Canonical.CLOSED);
    bench.tickets.report(TicketBench.key(1), TicketBench.report(2, true));
    bench.settle();

    // When
    bench.tickets.report(TicketBench.key(1), TicketBench.report(3, false));
    bench.settle();
    int before = tracker.searches;
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(bench.state(1)).isInstanceOf(State.Closed.class);
    assertThat(tracker.searches - before).isLessThan(5);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void problem_overAfterTheSecondCreateWasRefused_resolvesWhatTheFirstMadeLate(
      TrackerFailure refusal) {
    // Given
    firstUnansweredThen(refusal);

    // When
    bench.ends(1);
    bench.pass(Duration.ofMinutes(2));
    tracker.carryOut();
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.creates).isEqualTo(2);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void problem_overAfterTheSecondCreateWasRefused_isLetGoWhenNothingComes(TrackerFailure refusal) {
    // Given
    firstUnansweredThen(refusal);

    // When
    bench.ends(1);
    bench.pass(Sweep.LASTS.plusMinutes(5));

    // Then
    assertThat(tracker.creates).isEqualTo(2);
    assertThat(tracker.searches).isBetween(10, 60);
    assertThat(bench.link(1).next()).isEmpty();
    assertThat(bench.link(1).waitingSince()).isEmpty();
  }

  @Test
  void problem_thatStands_isCreatedOnceMoreAndTheLateOneIsClosed() {
    // Given
    firstUnansweredThen(new TrackerFailure.Unavailable("409"));
    bench.pass(Duration.ofMinutes(2));

    // When
    tracker.carryOut();
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.creates).isEqualTo(3);
    assertThat(tracker.issues).hasSize(2);
    assertThat(tracker.open()).extracting(issue -> issue.id).containsExactly("1");
  }

  @Test
  void failed_afterAnUnansweredCreate_takesWhatThatMadeLate() {
    // Given
    firstUnansweredThen(new TrackerFailure.Refused("422"));
    bench.pass(Duration.ofMinutes(2));
    var failed = bench.link(1);

    // When
    tracker.carryOut();
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(failed.state()).isInstanceOf(State.Failed.class);
    assertThat(failed.error()).isEqualTo("422");
    assertThat(failed.waitingSince()).isEmpty();
    assertThat(bench.state(1)).isInstanceOf(State.Linked.class);
    assertThat(bench.link(1).error()).isEmpty();
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void search_thatIsOwedWhileTheTrackerIsAway_isMadeWhenItIsBack() {
    // Given
    firstUnansweredThen(new TrackerFailure.Refused("422"));
    tracker.down = new TrackerFailure.Unavailable("connection refused");
    bench.ends(1);
    bench.pass(Sweep.LASTS.multipliedBy(2));
    var away = bench.link(1);

    // When
    tracker.down = null;
    tracker.carryOut();
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(away.error()).isEqualTo("422");
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @Test
  void search_thatIsRefused_isOwedStill() {
    // Given
    tracker.lostAnswers.add(new TrackerFailure.UnknownOutcome("timeout"));
    bench.fires(1);
    bench.settle();
    tracker.down = new TrackerFailure.Refused("302: maintenance");
    bench.pass(Duration.ofMinutes(1));
    var refused = bench.link(1);
    bench.ends(1);
    bench.pass(Duration.ofMinutes(1));

    // When
    tracker.down = null;
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(refused.state()).isInstanceOf(State.Failed.class);
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  private void firstUnansweredThen(TrackerFailure refusal) {
    tracker.swallow(new TrackerFailure.UnknownOutcome("timeout"));
    tracker.createFailures.add(refusal);
    bench.fires(1);
    bench.settle();
    while (tracker.creates < 2) {
      bench.pass(Duration.ofSeconds(1));
    }
  }
}
