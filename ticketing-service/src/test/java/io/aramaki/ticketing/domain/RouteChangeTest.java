package io.aramaki.ticketing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.tracker.Remote.Canonical;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Alerts that stand, but not for this tracker any more: alerting takes them back with the
/// transition that they fired with.
class RouteChangeTest {
  private final TicketBench bench = TicketBench.reopening();
  private final ScriptedTracker tracker = bench.tracker;

  @Test
  void alert_routedAway_resolvesItsIssue() {
    // Given
    bench.fires(1);
    bench.settle();

    // When
    report(1, false);
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
    assertThat(tracker.only().texts()).hasSize(1);
    assertThat(bench.state(1)).isInstanceOf(State.Resolved.class);
    assertThat(bench.link(1).next()).isEmpty();
    assertThat(bench.link(1).ended()).isPresent();
  }

  @Test
  void alert_routedAwayTwice_changesNothingTheSecondTime() {
    // Given
    bench.fires(1);
    bench.settle();
    report(1, false);
    bench.settle();
    var before = bench.link(1);
    bench.clock.advance(Duration.ofMinutes(1));

    // When
    report(1, false);
    bench.settle();

    // Then
    assertThat(bench.link(1)).isEqualTo(before);
    assertThat(tracker.only().texts()).hasSize(1);
  }

  @Test
  void copyOfTheOldFiring_afterTheAlertWasRoutedAway_doesNotReopen() {
    // Given
    bench.fires(1);
    bench.settle();
    report(1, false);
    bench.settle();
    var before = bench.link(1);

    // When
    bench.fires(1);
    bench.settle();

    // Then
    assertThat(bench.link(1)).isEqualTo(before);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @Test
  void lateTakingBack_ofAnOlderTransition_changesNothing() {
    // Given
    bench.fires(1);
    bench.settle();
    report(2, true);
    bench.settle();
    var before = bench.link(1);

    // When
    report(1, false);
    bench.settle();

    // Then
    assertThat(bench.link(1)).isEqualTo(before);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void alert_routedBack_reopensWithItsNextTransition() {
    // Given
    bench.fires(1);
    bench.settle();
    report(1, false);
    bench.settle();

    // When
    report(2, true);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
    assertThat(bench.state(1)).isInstanceOf(State.Linked.class);
  }

  @Test
  void alert_routedAwayBeforeTheTrackerHeardOfIt_hasNoIssue() {
    // Given
    bench.fires(1);
    report(1, false);

    // When
    bench.settle();

    // Then
    assertThat(tracker.issues).isEmpty();
    assertThat(bench.state(1)).isInstanceOf(State.Closed.class);
  }

  @Test
  void alert_routedBackAfterItHadNoIssue_hasOne() {
    // Given
    bench.fires(1);
    report(1, false);
    bench.settle();

    // When
    report(2, true);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
    assertThat(bench.state(1)).isInstanceOf(State.Linked.class);
  }

  @Test
  void alert_routedBackWhileItsLinkIsBeingClosed_hasAnIssue() {
    // Given
    bench.fires(1);
    report(1, false);
    var row = bench.link(1);
    report(2, true);

    // When
    bench.work.step(row, tracker);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.OPEN);
  }

  @Test
  void alert_routedAwayWhileTheCreateIsUnderWay_resolvesItsIssue() {
    // Given
    bench.fires(1);
    tracker.duringCreate = () -> report(1, false);

    // When
    bench.settle();

    // Then
    assertThat(tracker.creates).isEqualTo(1);
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  @Test
  void alert_routedAwayAfterItTookAnOldIssueOver_saysSoInACommentOfItsOwn() {
    // Given an issue that was reopened with a comment of the same transition
    bench.fires(1);
    bench.settle();
    bench.ends(1);
    bench.settle();
    bench.fires(2);
    bench.settle();

    // When
    bench.tickets.report(TicketBench.key(2), TicketBench.report(1, false));
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
    assertThat(tracker.only().texts())
        .containsExactly(
            "The problem is over: HTTP OK",
            "The problem is back: HTTP CRITICAL",
            "The problem is over: HTTP OK");
  }

  @Test
  void alert_routedAwayWhileALookAtItsIssueIsUnderWay_resolvesIt() {
    // Given a look that has nothing to tell
    bench.fires(1);
    bench.settle();
    var row = bench.link(1);
    report(1, false);

    // When
    bench.work.step(row, tracker);
    bench.settle();

    // Then
    assertThat(tracker.only().canonical).isEqualTo(Canonical.RESOLVED);
  }

  private void report(long seq, boolean firing) {
    bench.tickets.report(TicketBench.key(1), TicketBench.report(seq, firing));
  }
}
