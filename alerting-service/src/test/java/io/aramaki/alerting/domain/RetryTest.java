package io.aramaki.alerting.domain;

import static io.aramaki.alerting.domain.Bench.INTERVAL;
import static io.aramaki.alerting.domain.Bench.REPEAT;
import static io.aramaki.alerting.domain.Bench.RETRY;
import static io.aramaki.alerting.domain.Bench.WAIT;
import static io.aramaki.alerting.domain.Bench.ids;
import static io.aramaki.alerting.domain.Bench.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Notification.Progress;
import io.aramaki.alerting.domain.dispatch.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Receivers that do not answer, answer late, or answer after somebody died.
class RetryTest {
  private static final Outcome NOT_REACHED = new Outcome.NotReached("refused");
  private static final Outcome UNCLEAR = new Outcome.Unclear("500");

  private final Bench bench = Bench.simple();

  @BeforeEach
  void firing() {
    bench.critical("http");
    bench.pass(WAIT);
  }

  @Test
  void message_notReached_isSentAgainWithTheSameKey() {
    // When
    bench.answer(NOT_REACHED);
    bench.pass(RETRY);

    // Then
    assertThat(bench.claimed).hasSize(2);
    assertThat(bench.last().key()).isEqualTo(bench.claimed.getFirst().key());
    assertThat(bench.last().attempts()).isEqualTo(1);
    assertThat(bench.last().error()).isEqualTo("refused");
  }

  @Test
  void message_unclear_isSentAgainWithTheSameKeyThenNoMore() {
    // When
    bench.answer(UNCLEAR);
    bench.pass(RETRY);
    bench.accept();
    var sent = bench.run(INTERVAL.multipliedBy(3));

    // Then
    assertThat(bench.claimed)
        .hasSize(2)
        .extracting(one -> one.key())
        .containsOnly(bench.last().key());
    assertThat(sent).isEmpty();
  }

  /// The store's answer to the first was lost, so the sender says it once more.
  @Test
  void outcome_saidTwice_countsOnce() {
    // Given
    var first = bench.last();
    bench.answer(UNCLEAR);

    // When
    bench.answer(first, UNCLEAR);

    // Then
    assertThat(bench.book.notifications()).extracting(one -> one.attempts()).containsExactly(1);
  }

  @Test
  void outcome_saidAgainWhileALaterTryIsUnderWay_makesNoThirdMessage() {
    // Given
    var first = bench.last();
    bench.answer(UNCLEAR);
    bench.pass(RETRY);

    // When
    bench.answer(first, UNCLEAR);
    bench.pass(RETRY.multipliedBy(4));

    // Then
    assertThat(bench.claimed).hasSize(2);
    assertThat(bench.book.notifications()).allMatch(one -> one.claimed());
  }

  @Test
  void outcome_thatAnEarlierTryWasTakenAfterAll_endsTheMessage() {
    // Given
    var first = bench.last();
    bench.answer(UNCLEAR);
    bench.pass(RETRY);

    // When
    bench.answer(first, new Outcome.Accepted());
    bench.pass(RETRY.multipliedBy(4));

    // Then
    assertThat(bench.claimed).hasSize(2);
    assertThat(bench.group().outstanding()).isEmpty();
  }

  @Test
  void message_whileItIsUnderWay_holdsBackEverythingElseOfTheGroup() {
    // Given
    bench.ok("http");
    bench.report(key("http", "host2"), Severity.CRITICAL);

    // When
    bench.pass(INTERVAL.multipliedBy(4));

    // Then
    assertThat(bench.claimed).hasSize(1);
  }

  @Test
  void problem_overBeforeItReachedAnybody_isNotToldAnyMore() {
    // Given
    bench.answer(NOT_REACHED);
    bench.ok("http");

    // When
    var sent = bench.run(REPEAT);

    // Then
    assertThat(sent).isEmpty();
    assertThat(bench.book.groups()).isEmpty();
    assertThat(bench.book.notifications()).isEmpty();
  }

  @Test
  void problem_overAfterItPerhapsReachedSomebody_isToldResolved() {
    // Given
    bench.answer(UNCLEAR);
    bench.ok("http");

    // When
    var sent = bench.run(RETRY);

    // Then
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().status()).isEqualTo("resolved");
    assertThat(sent.getFirst().key()).isNotEqualTo(bench.claimed.getFirst().key());
  }

  @Test
  void retry_withAChangedSet_isANewMessageWithTheAgeOfTheOld() {
    // Given
    var first = bench.last();
    bench.answer(NOT_REACHED);
    bench.report(key("http", "host2"), Severity.CRITICAL);

    // When
    bench.pass(RETRY);

    // Then
    assertThat(ids(bench.last().firing()))
        .containsExactly(key("http").id(1), key("http", "host2").id(1));
    assertThat(bench.last().key()).isNotEqualTo(first.key());
    assertThat(bench.last().create()).isEqualTo(first.create());
    assertThat(bench.last().attempts()).isEqualTo(1);
    assertThat(bench.book.notifications()).hasSize(1);
  }

  @Test
  void retry_ofAnAlertThatIsSilencedNow_waitsForTheEndOfTheSilence() {
    // Given
    bench.answer(UNCLEAR);
    var silence = bench.silence("http", Duration.ofHours(1));

    // When
    var during = bench.run(INTERVAL);
    bench.expire(silence);
    var after = bench.run(INTERVAL);

    // Then
    assertThat(during).isEmpty();
    assertThat(after).hasSize(1);
  }

  @Test
  void resolved_notTaken_isSentAgainWithTheSameKey() {
    // Given
    bench.accept();
    bench.ok("http");
    bench.pass(INTERVAL);
    var resolved = bench.last();
    bench.answer(UNCLEAR);

    // When
    bench.pass(RETRY);

    // Then
    assertThat(resolved.status()).isEqualTo("resolved");
    assertThat(bench.last().key()).isEqualTo(resolved.key());
  }

  @Test
  void resolved_notTakenBeforeTheProblemComesBack_isToldWithTheNewEpisode() {
    // Given
    bench.accept();
    bench.ok("http");
    bench.pass(INTERVAL);
    bench.answer(NOT_REACHED);
    bench.critical("http");

    // When
    bench.pass(RETRY);

    // Then
    assertThat(ids(bench.last().firing())).containsExactly(key("http").id(2));
    assertThat(ids(bench.last().resolved())).containsExactly(key("http").id(1));
  }

  @Test
  void message_notTakenForAnHour_isUndeliveredAndTriedHourly() {
    // Given
    var end = bench.now().plus(Duration.ofHours(1));
    while (bench.now().isBefore(end)) {
      bench.answer(NOT_REACHED);
      bench.pass(Duration.ofMinutes(1));
    }

    // When
    bench.answer(NOT_REACHED);
    int before = bench.claimed.size();
    bench.pass(Duration.ofMinutes(59));
    int during = bench.claimed.size();
    bench.pass(Duration.ofMinutes(1));

    // Then
    assertThat(during).isEqualTo(before);
    assertThat(bench.claimed).hasSize(before + 1);
    assertThat(bench.last().key()).isEqualTo(bench.claimed.getFirst().key());
  }

  @Test
  void message_undelivered_givesWayToNewsAtTheNextTick() {
    // Given
    bench.pass(Duration.ofHours(1));
    bench.answer(NOT_REACHED);
    bench.report(key("http", "host2"), Severity.CRITICAL);

    // When
    bench.pass(INTERVAL);

    // Then
    assertThat(bench.claimed).hasSize(2);
    assertThat(ids(bench.last().firing())).hasSize(2);
  }

  @Test
  void sender_thatDied_isFollowedByTheSameMessage() {
    // When
    bench.recover();
    bench.tick();

    // Then
    assertThat(bench.claimed)
        .hasSize(2)
        .extracting(one -> one.key())
        .containsOnly(bench.last().key());
  }

  @Test
  void sender_thatDiedWithAProblemThatIsOver_isFollowedByAResolved() {
    // Given
    bench.ok("http");

    // When
    bench.recover();
    bench.tick();

    // Then
    assertThat(bench.last().status()).isEqualTo("resolved");
  }

  @Test
  void recovery_whereAllIsWell_changesNothing() {
    // Given
    bench.accept();
    var edit = new Edit(bench.book);
    var alerting = new Alerting(bench.book, Bench.route(List.of("check")), Bench.receivers(true));

    // When
    alerting.recover(edit, _ -> false, bench.now());

    // Then
    assertThat(edit.isEmpty()).isTrue();
  }

  @Test
  void outcome_ofAMessageThatIsNotUnderWayAnyMore_changesNothing() {
    // Given
    var first = bench.last();
    bench.accept();
    var before = bench.group();

    // When
    bench.answer(first, UNCLEAR);

    // Then
    assertThat(bench.group()).isEqualTo(before);
  }

  @Test
  void message_taken_isListedAsSent() {
    // When
    bench.accept();

    // Then
    assertThat(bench.book.notifications())
        .singleElement()
        .satisfies(one -> assertThat(one.progress()).isInstanceOf(Progress.Sent.class));
  }
}
