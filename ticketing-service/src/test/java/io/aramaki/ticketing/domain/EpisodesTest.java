package io.aramaki.ticketing.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.ticketing.domain.Comments.Comment;
import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.tracker.Remote.Canonical;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Problems that come back, and people who have something to say.
class EpisodesTest {
  private final TicketBench bench = TicketBench.reopening();
  private final ScriptedTracker tracker = bench.tracker;

  @ParameterizedTest
  @CsvSource({"3599999, 1", "3600000, 1", "3600001, 2"})
  void problem_thatComesBack_reopensUpToTheLimit(long afterMillis, int issues) {
    // Given
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    bench.settle();
    bench.clock.advance(Duration.ofMillis(afterMillis));

    // When
    bench.fires(2);
    bench.settle();

    // Then
    assertThat(tracker.issues).hasSize(issues);
    assertThat(tracker.open()).hasSize(1);
  }

  @Test
  void limit_countsFromTheEndOfTheProblemNotFromLaterLooks() {
    // Given
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    bench.settle();
    bench.clock.advance(TicketBench.LIMIT.minusMinutes(1));
    tracker.only().move("Resolved again", Canonical.RESOLVED);
    bench.refresh(1);
    bench.clock.advance(Duration.ofMinutes(2));

    // When
    bench.fires(2);
    bench.settle();

    // Then
    assertThat(tracker.issues).hasSize(2);
  }

  @Test
  void problem_thatComesBack_withoutReopening_hasANewIssue() {
    // Given
    var fresh = new TicketBench(new ReopenPolicy.NewIssue());
    fresh.fires(1);
    fresh.settle();
    fresh.ends(1);
    fresh.settle();

    // When
    fresh.fires(2);
    fresh.settle();

    // Then
    assertThat(fresh.tracker.issues).hasSize(2);
  }

  @Test
  void issue_closedByAPersonWithinTheLimit_isReopened() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.only().move("Closed", Canonical.CLOSED);
    bench.refresh(1);
    bench.ends(1);
    bench.settle();

    // When
    bench.fires(2);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
    assertThat(tracker.only().texts()).containsExactly("The problem is back: HTTP CRITICAL");
  }

  @Test
  void episodes_thatNobodyHeardOf_areStridden() {
    // Given
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    bench.settle();

    // When
    bench.fires(7);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void newEpisode_reportedBeforeTheEndOfTheOld_keepsTheIssueOpen() {
    // Given
    bench.fires(1);
    bench.settle();

    // When
    bench.fires(2);
    bench.ends(1);
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
    assertThat(bench.state(1)).isInstanceOf(State.Closed.class);
    assertThat(bench.state(2)).isInstanceOf(State.Linked.class);
  }

  @Test
  void newEpisode_whileTheOldIsBeingResolved_reopens() {
    // Given
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    tracker.duringResolve = () -> bench.fires(2);

    // When
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void newEpisode_whoseIssueWasDeleted_hasANewOne() {
    // Given
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    bench.settle();
    tracker.issues.clear();

    // When
    bench.fires(2);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void newEpisode_thatEndsAtOnce_leavesTheIssueResolved() {
    // Given
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    bench.settle();

    // When
    bench.fires(2);
    bench.ends(2);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
    assertThat(bench.state(2)).isInstanceOf(State.Resolved.class);
  }

  @Test
  void comments_ofSeveralPeople_areWrittenInOrderOnceEach() {
    // Given
    bench.fires(1);
    bench.settle();

    // When
    comment("r1", "one");
    comment("r2", "two");
    comment("r1", "one");
    bench.settle();
    comment("r2", "two");
    bench.settle();

    // Then
    assertThat(tracker.only().texts()).containsExactly("one", "two");
  }

  @Test
  void comment_whoseAnswerIsLost_isWrittenOnce() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.failures.add(new TrackerFailure.UnknownOutcome("timeout"));

    // When
    comment("r1", "one");
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.only().texts()).containsExactly("one");
  }

  @Test
  void comment_onAClosedIssue_isWritten() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.only().move("Closed", Canonical.CLOSED);
    bench.refresh(1);

    // When
    comment("r1", "for the record");
    bench.settle();

    // Then
    assertThat(tracker.only().texts()).containsExactly("for the record");
  }

  @Test
  void comment_beforeThereIsAnIssue_isRefused() {
    // Given
    bench.fires(1);

    // When / Then
    assertThatThrownBy(() -> comment("r1", "x"))
        .isInstanceOf(TicketingException.TicketNotLinked.class);
  }

  @Test
  void comments_beyondTheLimit_areRefused() {
    // Given
    bench.fires(1);
    bench.settle();
    for (int i = 0; i < Comments.WAITING_MAX; i++) {
      comment("r" + i, "text");
    }

    // When / Then
    assertThatThrownBy(() -> comment("one more", "text"))
        .isInstanceOf(TicketingException.TooManyComments.class);
  }

  @Test
  void tracker_thatIsNotConfigured_isRefusedByName() {
    // Given
    var tickets = new Tickets(bench.store, Map.of(), bench.clock);

    // When / Then
    assertThatThrownBy(() -> tickets.report(TicketBench.key(1), TicketBench.report(1, true)))
        .isInstanceOf(TicketingException.TrackerUnknown.class);
  }

  private void comment(String requestId, String text) {
    bench.tickets.comment(TicketBench.key(1).ticketId(), new Comment(requestId, text));
  }
}
