package io.aramaki.ticketing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.ScriptedTracker.Issue;
import io.aramaki.ticketing.domain.tracker.Remote.Canonical;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One episode of a problem in a tracker, on good days and bad ones.
class LinkWorkTest {
  private final TicketBench bench = TicketBench.reopening();
  private final ScriptedTracker tracker = bench.tracker;

  @Test
  void problem_thatFires_hasOneIssue() {
    // Given
    bench.fires(1);

    // When
    bench.pass(Duration.ofMinutes(10));

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
    assertThat(bench.state(1)).isInstanceOf(State.Linked.class);
    assertThat(bench.link(1).next()).isEmpty();
    assertThat(tracker.searches).isZero();
  }

  @Test
  void problem_thatEnds_isResolvedOnceWithAComment() {
    // Given
    bench.fires(1);
    bench.settle();

    // When
    bench.ends(1);
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
    assertThat(tracker.only().texts()).containsExactly("The problem is over: HTTP OK");
    assertThat(bench.state(1)).isInstanceOf(State.Resolved.class);
  }

  @Test
  void problem_overBeforeTheTrackerHeardOfIt_hasNoIssue() {
    // Given
    bench.fires(1);
    bench.ends(1);

    // When
    bench.settle();

    // Then
    assertThat(tracker.issues).isEmpty();
    assertThat(bench.state(1)).isInstanceOf(State.Closed.class);
  }

  @Test
  void report_ofAProblemThatWasOverBeforeAnybodyHeard_needsNoLink() {
    // When
    var link = bench.tickets.report(TicketBench.key(1), TicketBench.report(2, false));

    // Then
    assertThat(link).isEmpty();
  }

  @Test
  void report_olderThanTheNewest_changesNothing() {
    // Given
    bench.fires(1);
    bench.ends(1);
    var before = bench.link(1);

    // When
    bench.fires(1);

    // Then
    assertThat(bench.link(1)).isEqualTo(before);
  }

  @Test
  void create_whoseAnswerIsLost_isFoundAndNotRepeated() {
    // Given
    tracker.lostAnswers.add(new TrackerFailure.UnknownOutcome("timeout"));
    bench.fires(1);

    // When
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(bench.state(1)).isInstanceOf(State.Linked.class);
    assertThat(bench.link(1).error()).isEmpty();
  }

  @Test
  void create_whoseAnswerIsLost_isNotSearchedForBeforeTheIndexLag() {
    // Given
    tracker.lostAnswers.add(new TrackerFailure.UnknownOutcome("timeout"));
    bench.fires(1);

    // When
    bench.pass(tracker.indexLag());

    // Then
    assertThat(tracker.searches).isZero();
    assertThat(bench.state(1)).isInstanceOf(State.Creating.class);
  }

  @Test
  void create_thatCameToNothing_isMadeAgainAfterASearch() {
    // Given
    tracker.createFailures.add(new TrackerFailure.UnknownOutcome("502"));
    bench.fires(1);

    // When
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.creates).isEqualTo(2);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void create_carriedOutLate_isClosedAsDuplicateWithinFiveMinutes() {
    // Given
    tracker.swallow(new TrackerFailure.UnknownOutcome("timeout"));
    bench.fires(1);
    bench.pass(Duration.ofMinutes(1));

    // When
    tracker.carryOut();
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.issues).hasSize(2);
    assertThat(tracker.open()).extracting(issue -> issue.id).containsExactly("1");
    assertThat(List.copyOf(tracker.issues.values()).getLast().texts())
        .containsExactly("duplicate of #1");
  }

  @Test
  void create_carriedOutVeryLate_isClosedAsDuplicateWithinFiveMinutes() {
    // Given
    tracker.swallow(new TrackerFailure.UnknownOutcome("timeout"));
    bench.fires(1);
    bench.pass(Duration.ofMinutes(50));

    // When
    tracker.carryOut();
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.open()).extracting(issue -> issue.id).containsExactly("1");
  }

  @Test
  void waiting_lastsFromTheReportUntilTheTrackerHasHeard_alsoBetweenTries() {
    // Given
    bench.tracker.down = new TrackerFailure.Unavailable("away");
    bench.fires(1);
    var since = bench.clock.instant();

    // When
    bench.pass(Duration.ofMinutes(10));

    // Then
    assertThat(bench.link(1).waitingSince()).contains(since);
    bench.tracker.down = null;
    bench.pass(Duration.ofMinutes(2));
    assertThat(bench.link(1).waitingSince()).isEmpty();
    bench.tracker.down = new TrackerFailure.Unavailable("away");
    bench.ends(1);
    assertThat(bench.link(1).waitingSince()).contains(bench.clock.instant());
  }

  @Test
  void sweep_ends() {
    // Given
    tracker.createFailures.add(new TrackerFailure.UnknownOutcome("502"));
    bench.fires(1);

    // When
    bench.pass(Sweep.LASTS.plusMinutes(5));

    // Then
    assertThat(bench.link(1).sweepUntil()).isEmpty();
    assertThat(bench.link(1).next()).isEmpty();
    assertThat(tracker.searches).isBetween(10, 60);
  }

  @Test
  void create_carriedOutLateAfterTheProblemIsOver_isResolved() {
    // Given
    tracker.swallow(new TrackerFailure.UnknownOutcome("timeout"));
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    bench.pass(Duration.ofMinutes(2));

    // When
    tracker.carryOut();
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @Test
  void duplicates_foundInRecovery_leaveTheOldest() {
    // Given
    bench.fires(1);
    tracker.hidden = true;
    tracker.lostAnswers.add(new TrackerFailure.UnknownOutcome("timeout"));
    tracker.lostAnswers.add(new TrackerFailure.UnknownOutcome("timeout"));
    bench.pass(Duration.ofSeconds(7));

    // When
    tracker.hidden = false;
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.open()).extracting(issue -> issue.id).containsExactly("1");
    assertThat(tracker.creates).isEqualTo(2);
  }

  @Test
  void create_answered409_isMadeAgainWithoutASearch() {
    // Given
    tracker.createFailures.add(new TrackerFailure.Unavailable("409"));
    bench.fires(1);

    // When
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
    assertThat(tracker.searches).isZero();
  }

  @Test
  void create_answered429_waitsAsLongAsItIsAsked() {
    // Given
    tracker.createFailures.add(new TrackerFailure.RateLimited("429", Duration.ofSeconds(90)));
    bench.fires(1);

    // When
    bench.pass(Duration.ofSeconds(89));
    int before = tracker.creates;
    bench.pass(Duration.ofSeconds(2));

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void create_refusedAgainAndAgain_waitsTwiceAsLongEachTime() {
    // Given
    for (int i = 0; i < 10; i++) {
      tracker.createFailures.add(new TrackerFailure.BadCredential("403"));
    }
    bench.fires(1);

    // When: after 0, 1, 3, 7, 15 and 31 s
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.creates).isEqualTo(6);
    assertThat(bench.link(1).error()).isEqualTo("403");
  }

  @Test
  void create_answered429WithoutAWait_waitsAsForOtherFailures() {
    // Given
    tracker.createFailures.add(new TrackerFailure.RateLimited("429", Duration.ZERO));
    bench.fires(1);

    // When
    bench.settle();

    // Then
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(bench.link(1).next()).contains(bench.clock.instant().plusSeconds(1));
  }

  @Test
  void credential_thatIsWrong_createsNothingUntilItIsRight() {
    // Given
    tracker.down = new TrackerFailure.BadCredential("401");
    bench.fires(1);
    bench.pass(Duration.ofMinutes(10));
    var error = bench.link(1).error();

    // When
    tracker.down = null;
    bench.pass(Duration.ofMinutes(2));

    // Then
    assertThat(error).isEqualTo("401");
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(bench.link(1).error()).isEmpty();
  }

  @Test
  void tracker_downForAMinute_getsExactlyOneIssue() {
    // Given
    tracker.down = new TrackerFailure.Unavailable("connection refused");
    bench.fires(1);
    bench.pass(Duration.ofMinutes(1));

    // When
    tracker.down = null;
    bench.pass(Duration.ofMinutes(2));

    // Then
    assertThat(tracker.creates).isEqualTo(1);
  }

  @Test
  void create_refused_failsAndIsNotRepeated() {
    // Given
    tracker.createFailures.add(new TrackerFailure.Refused("422: Priority is invalid"));
    bench.fires(1);

    // When
    bench.pass(Duration.ofMinutes(30));

    // Then
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(bench.state(1)).isInstanceOf(State.Failed.class);
    assertThat(bench.link(1).error()).isEqualTo("422: Priority is invalid");
  }

  @Test
  void failed_triedOnceMore_isSearchedForBeforeItIsCreated() {
    // Given
    tracker.createFailures.add(new TrackerFailure.Refused("422"));
    bench.fires(1);
    bench.settle();

    // When
    bench.tickets.retry(TicketBench.key(1).ticketId());
    bench.settle();

    // Then
    assertThat(tracker.searches).isPositive();
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void end_whileTheTicketHasFailed_isToldWhenItIsTriedOnceMore() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.failures.add(new TrackerFailure.Refused("302: maintenance"));
    bench.tickets.comment(
        TicketBench.key(1).ticketId(), new Comments.Comment("r1", "looked at it"));
    bench.settle();
    var failed = bench.link(1);
    bench.ends(1);
    bench.settle();

    // When
    bench.tickets.retry(TicketBench.key(1).ticketId());
    bench.settle();

    // Then
    assertThat(failed.state()).isInstanceOf(State.Failed.class);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @Test
  void resolve_refusedByTheWorkflow_failsWithTheReasonAndIsTriedOnceMoreOnDemand() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.failures.add(new TrackerFailure.RefusedByWorkflow("allowed: Feedback"));
    bench.ends(1);
    bench.settle();
    var failed = bench.link(1);

    // When
    bench.tickets.retry(TicketBench.key(1).ticketId());
    bench.settle();

    // Then
    assertThat(failed.state()).isInstanceOf(State.Failed.class);
    assertThat(failed.error()).isEqualTo("allowed: Feedback");
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @Test
  void resolve_whoseAnswerIsLost_isNotTakenForAPersonsDoing() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.failures.add(new TrackerFailure.UnknownOutcome("timeout"));
    bench.ends(1);

    // When
    bench.pass(Duration.ofMinutes(2));

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
    assertThat(tracker.only().texts()).hasSize(1);
  }

  @Test
  void report_thatComesWhileTheCreateIsUnderWay_isNotLost() {
    // Given
    bench.fires(1);
    tracker.duringCreate = () -> bench.ends(1);

    // When
    bench.settle();

    // Then
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @Test
  void comment_thatComesWhileAResolveIsUnderWay_isWrittenOnce() {
    // Given
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    tracker.duringResolve =
        () -> bench.tickets.comment(id(), new Comments.Comment("r1", "looking"));

    // When
    bench.settle();

    // Then
    assertThat(tracker.only().texts()).containsExactly("The problem is over: HTTP OK", "looking");
    assertThat(bench.state(1)).isInstanceOf(State.Resolved.class);
  }

  @Test
  void person_whoTookTheIssue_isNotOverruled() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.only().move("In Progress", Canonical.OPEN);

    // When
    bench.ends(1);
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.only().status).isEqualTo("In Progress");
    assertThat(tracker.only().texts()).containsExactly("The problem is over: HTTP OK");
  }

  @Test
  void person_whoClosedTheIssue_isNotOverruled() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.only().move("Rejected", Canonical.CLOSED);

    // When
    var refreshed = bench.refresh(1);
    bench.ends(1);
    bench.settle();

    // Then
    assertThat(refreshed).isPresent();
    assertThat(bench.state(1)).isInstanceOf(State.Closed.class);
    assertThat(tracker.only().status).isEqualTo("Rejected");
    assertThat(tracker.only().texts()).isEmpty();
  }

  @Test
  void refresh_whereNothingChanged_writesNothing() {
    // Given
    bench.fires(1);
    bench.settle();
    var before = bench.link(1);

    // When
    var refreshed = bench.refresh(1);

    // Then
    assertThat(refreshed).isEmpty();
    assertThat(bench.link(1)).isEqualTo(before);
  }

  @Test
  void issue_deletedInTheTracker_isLostAndNotMadeAgain() {
    // Given
    bench.fires(1);
    bench.settle();
    tracker.issues.clear();

    // When
    bench.refresh(1);
    bench.ends(1);
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(bench.state(1)).isInstanceOf(State.Lost.class);
    assertThat(tracker.creates).isEqualTo(1);
  }

  @Test
  void worker_thatDiedBeforeItSent_isFollowedByOneIssue() {
    // Given
    bench.fires(1);
    claim();

    // When
    bench.pass(Duration.ofMinutes(2));

    // Then
    assertThat(tracker.creates).isEqualTo(1);
  }

  @Test
  void worker_thatDiedAfterItSent_isFollowedByNoSecondIssue() {
    // Given
    bench.fires(1);
    claim();
    tracker.create(Drafts.of(bench.link(1)));

    // When
    bench.pass(Duration.ofMinutes(2));

    // Then
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(bench.state(1)).isInstanceOf(State.Linked.class);
  }

  @Test
  void worker_thatSleptOverATakeover_leavesOneOpenIssue() {
    // Given
    bench.fires(1);
    claim();
    var sleeper = Drafts.of(bench.link(1));
    bench.pass(Duration.ofMinutes(1));

    // When
    tracker.create(sleeper);
    bench.pass(Duration.ofMinutes(5));

    // Then
    assertThat(tracker.issues).hasSize(2);
    assertThat(tracker.open()).extracting((Issue issue) -> issue.id).containsExactly("1");
  }

  @Test
  void twoWorkers_withTheSameRow_createOneIssue() {
    // Given
    bench.fires(1);
    var row = bench.link(1);

    // When
    var first = bench.work.step(row, tracker);
    var second = bench.work.step(row, tracker);

    // Then
    assertThat(first).isPresent();
    assertThat(second).isEmpty();
    assertThat(tracker.creates).isEqualTo(1);
  }

  private String id() {
    return TicketBench.key(1).ticketId();
  }

  /// What a worker does before it sends.
  private void claim() {
    var link = bench.link(1);
    var now = bench.clock.instant();
    assertThat(
            bench.store.replace(
                link.moved(new State.Creating(1, now), now.plus(tracker.patience()), now)))
        .isPresent();
  }
}
