package io.aramaki.alerting.domain;

import static io.aramaki.alerting.domain.Bench.INTERVAL;
import static io.aramaki.alerting.domain.Bench.REPEAT;
import static io.aramaki.alerting.domain.Bench.WAIT;
import static io.aramaki.alerting.domain.Bench.ids;
import static io.aramaki.alerting.domain.Bench.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.alerting.domain.alert.Problem;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Group;
import io.aramaki.alerting.domain.match.Matcher;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What changes while a problem stands: severity, owners, silences, routes.
class ChangesTest {
  private static final Timers TIMERS = new Timers(WAIT, INTERVAL, REPEAT);

  private final Bench bench = Bench.simple();

  @Test
  void change_takenTwice_changesNothing() {
    // Given
    var change = change(1, true, Severity.CRITICAL);
    bench.take(change);
    var before = bench.book.alert(key("http").id(1));

    // When
    bench.take(change);

    // Then
    assertThat(bench.book.alert(key("http").id(1))).isEqualTo(before);
    assertThat(bench.book.cursor(0)).isEqualTo(1);
  }

  @Test
  void change_thatIsSoft_movesTheCursorAlone() {
    // When
    bench.take(change(1, false, Severity.CRITICAL));

    // Then
    assertThat(bench.book.alerts()).isEmpty();
    assertThat(bench.book.cursor(0)).isEqualTo(1);
  }

  @Test
  void recovery_ofAProblemThatNeverWas_changesNothing() {
    // When
    bench.ok("http");

    // Then
    assertThat(bench.book.alerts()).isEmpty();
    assertThat(bench.book.groups()).isEmpty();
  }

  @Test
  void problem_thatComesBack_isANewEpisode() {
    // Given
    bench.critical("http");
    bench.ok("http");

    // When
    bench.critical("http");

    // Then
    assertThat(bench.book.alert(key("http").id(1)).orElseThrow().firing()).isFalse();
    assertThat(bench.book.firing(key("http")).orElseThrow().episode()).isEqualTo(2);
  }

  @Test
  void severity_whenItChanges_isToldAtTheNextTick() {
    // Given
    bench.warning("http");
    bench.run(WAIT);
    bench.critical("http");

    // When
    var sent = bench.run(INTERVAL.multipliedBy(2));

    // Then
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().firing().getFirst().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void acknowledged_doesNotRepeat() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    bench.acknowledge(key("http").id(1));

    // When
    var sent = bench.run(REPEAT.multipliedBy(2));

    // Then
    assertThat(sent).isEmpty();
  }

  @Test
  void acknowledged_whenItGetsWorse_isToldAgain() {
    // Given
    bench.warning("http");
    bench.run(WAIT);
    bench.acknowledge(key("http").id(1));
    bench.critical("http");

    // When
    var sent = bench.run(INTERVAL);

    // Then
    assertThat(sent).hasSize(1);
    assertThat(bench.book.alert(key("http").id(1)).orElseThrow().acknowledged()).isFalse();
  }

  @Test
  void acknowledged_whenItEases_keepsItsOwnerAndIsNotTold() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    bench.acknowledge(key("http").id(1));
    bench.warning("http");

    // When
    var sent = bench.run(INTERVAL.multipliedBy(2));

    // Then
    assertThat(sent).isEmpty();
    assertThat(bench.book.alert(key("http").id(1)).orElseThrow().acknowledged()).isTrue();
  }

  @Test
  void acknowledged_whenItEnds_isToldResolved() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    bench.acknowledge(key("http").id(1));
    bench.ok("http");

    // When
    var sent = bench.run(INTERVAL);

    // Then
    assertThat(ids(sent.getFirst().resolved())).containsExactly(key("http").id(1));
  }

  @Test
  void acknowledged_besideANewProblem_isShownWithIt() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    bench.acknowledge(key("http").id(1));
    bench.report(key("http", "host2"), Severity.CRITICAL);

    // When
    var sent = bench.run(INTERVAL);

    // Then
    assertThat(ids(sent.getFirst().firing()))
        .containsExactly(key("http").id(1), key("http", "host2").id(1));
  }

  @Test
  void acknowledge_ofAnAlertThatIsOver_isRefused() {
    // Given
    bench.critical("http");
    bench.ok("http");

    // When / Then
    assertThatThrownBy(() -> bench.acknowledge(key("http").id(1)))
        .isInstanceOf(AlertingException.AlertNotFiring.class);
  }

  @Test
  void silenced_fromTheBeginning_isToldWhenTheSilenceEnds() {
    // Given
    bench.silence("http", Duration.ofHours(1));
    bench.critical("http");

    // When
    var during = bench.run(Duration.ofHours(1).minusSeconds(1));
    var after = bench.run(INTERVAL);

    // Then
    assertThat(during).isEmpty();
    assertThat(after).hasSize(1);
  }

  @Test
  void silenced_afterItWasTold_isToldAgainWhenTheSilenceEnds() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    var silence = bench.silence("http", Duration.ofHours(10));

    // When
    var during = bench.run(REPEAT.multipliedBy(2));
    bench.expire(silence);
    var after = bench.run(INTERVAL.multipliedBy(2));

    // Then
    assertThat(during).isEmpty();
    assertThat(after).hasSize(1);
    assertThat(ids(after.getFirst().firing())).containsExactly(key("http").id(1));
  }

  @Test
  void silenced_whenItEnds_isToldResolvedToWhomItWasTold() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    bench.silence("http", Duration.ofHours(10));
    bench.run(INTERVAL);
    bench.ok("http");

    // When
    var sent = bench.run(INTERVAL);

    // Then
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().status()).isEqualTo("resolved");
  }

  @Test
  void silenced_andOverBeforeItWasTold_isNeverTold() {
    // Given
    bench.silence("http", Duration.ofHours(1));
    bench.critical("http");
    bench.run(INTERVAL);
    bench.ok("http");

    // When
    var sent = bench.run(REPEAT);

    // Then
    assertThat(sent).isEmpty();
    assertThat(bench.book.groups()).isEmpty();
  }

  @Test
  void severity_thatLeadsToAnotherReceiver_isOverForTheFirst() {
    // Given
    var pager =
        new Route(
            "{}/0",
            "pager",
            List.of(Matcher.of("severity", "=", "critical")),
            List.of("check"),
            TIMERS,
            false,
            List.of());
    var root = new Route("{}", "ops", List.of(), List.of("check"), TIMERS, false, List.of(pager));
    var two = new Bench(root, new Receivers(Map.of("ops", true, "pager", true)));
    two.warning("http");
    two.run(WAIT);

    // When
    two.critical("http");
    var sent = two.run(INTERVAL);

    // Then
    assertThat(sent)
        .extracting(one -> one.receiver() + " " + one.status())
        .containsExactlyInAnyOrder("pager firing", "ops resolved");
  }

  @Test
  void severity_thatLeadsToAnotherGroupOfTheReceiver_isToldThereAlone() {
    // Given
    var bySeverity = new Bench(Bench.route(List.of("check", "severity")), Bench.receivers(true));
    bySeverity.warning("http");
    bySeverity.run(WAIT);

    // When
    bySeverity.critical("http");
    var sent = bySeverity.run(INTERVAL.multipliedBy(2));

    // Then
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().groupLabels()).containsEntry("severity", "critical");
    assertThat(bySeverity.book.groups()).hasSize(1);
  }

  @Test
  void severity_thatReturnsToAnEarlierGroup_isNotTakenForARetry() {
    // Given
    var bySeverity = new Bench(Bench.route(List.of("check", "severity")), Bench.receivers(true));
    bySeverity.warning("http");
    bySeverity.run(WAIT);
    bySeverity.critical("http");
    bySeverity.run(INTERVAL.multipliedBy(2));

    // When
    bySeverity.warning("http");
    bySeverity.run(INTERVAL.multipliedBy(2));

    // Then
    assertThat(bySeverity.claimed).hasSize(3);
    assertThat(bySeverity.claimed).extracting(one -> one.key()).doesNotHaveDuplicates();
  }

  @Test
  void configuration_withoutTheReceiver_dropsItsGroupsAndTellsTheOther() {
    // Given
    bench.critical("http");
    bench.run(WAIT);

    // When
    bench.configure(
        new Route("{}", "new", List.of(), List.of("check"), TIMERS, false, List.of()),
        new Receivers(Map.of("new", true)));
    var sent = bench.run(WAIT);

    // Then
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().receiver()).isEqualTo("new");
    assertThat(bench.book.groups()).hasSize(1);
  }

  @Test
  void configuration_withOtherTimers_holdsForGroupsThatStand() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    var quick = new Timers(WAIT, Duration.ofMinutes(1), Duration.ofMinutes(1));

    // When
    bench.configure(
        new Route("{}", "ops", List.of(), List.of("check"), quick, false, List.of()),
        Bench.receivers(true));
    var sent = bench.run(INTERVAL.plusMinutes(3));

    // Then
    assertThat(sent).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void group_thatIsFull_goesOnInAnotherPart() {
    // Given
    int all = Group.ALERTS_MAX + 1;

    // When
    for (int i = 0; i < all; i++) {
      bench.report(key("http", "host" + i), Severity.CRITICAL);
    }
    var sent = bench.run(WAIT);

    // Then
    assertThat(sent).extracting(one -> one.firing().size()).containsExactly(Group.ALERTS_MAX, 1);
    assertThat(bench.book.groups()).extracting(Group::part).containsExactly(1, 2);
  }

  @Test
  void alert_inALaterPart_staysThereWhenAnEarlierPartGetsRoom() {
    // Given
    int all = Group.ALERTS_MAX + 1;
    for (int i = 0; i < all; i++) {
      bench.report(key("http", "host" + i), Severity.CRITICAL);
    }
    bench.run(WAIT);

    // When: one of the first part is over, and all that fires is looked through as every 10 s
    bench.report(key("http", "host0"), null);
    bench.run(INTERVAL);
    bench.recover();

    // Then
    var last = key("http", "host" + Group.ALERTS_MAX).id(1);
    assertThat(bench.book.groups())
        .filteredOn(group -> group.alertIds().contains(last))
        .extracting(Group::part)
        .containsExactly(2);
  }

  @Test
  void part_whoseAlertsAreAllOver_staysWhileALaterOneStands() {
    // Given
    int all = Group.ALERTS_MAX + 1;
    for (int i = 0; i < all; i++) {
      bench.report(key("http", "host" + i), Severity.CRITICAL);
    }
    bench.run(WAIT);

    // When
    for (int i = 0; i < Group.ALERTS_MAX; i++) {
      bench.report(key("http", "host" + i), null);
    }
    bench.run(INTERVAL);
    bench.recover();

    // Then
    var last = key("http", "host" + Group.ALERTS_MAX).id(1);
    assertThat(bench.book.groups()).extracting(Group::part).containsExactly(1, 2);
    assertThat(bench.book.groups())
        .filteredOn(group -> group.alertIds().contains(last))
        .extracting(Group::part)
        .containsExactly(2);

    // When all is over, nothing is left
    bench.report(key("http", "host" + Group.ALERTS_MAX), null);
    bench.run(INTERVAL.multipliedBy(3));
    assertThat(bench.book.groups()).isEmpty();
  }

  @Test
  void alerts_thatAreOver_areForgottenButTheirNumbersGoOn() {
    // Given
    for (int i = 0; i < Housekeeping.PAST_MAX + 10; i++) {
      bench.critical("http");
      bench.ok("http");
    }

    // When
    bench.run(WAIT);
    bench.tidy();
    bench.critical("http");

    // Then
    assertThat(bench.book.past()).hasSize(Housekeeping.PAST_MAX);
    assertThat(bench.book.alert(key("http").id(1))).isEmpty();
    assertThat(bench.book.firing(key("http")).orElseThrow().episode())
        .isEqualTo(Housekeeping.PAST_MAX + 11);
  }

  private static StateChange change(long seq, boolean hard, Severity severity) {
    var problem = Optional.of(new Problem(severity, "output", Map.of(), ""));
    return new StateChange(0, seq, key("http"), hard, problem, "output", "");
  }
}
