package io.aramaki.alerting.domain;

import static io.aramaki.alerting.domain.Bench.INTERVAL;
import static io.aramaki.alerting.domain.Bench.REPEAT;
import static io.aramaki.alerting.domain.Bench.WAIT;
import static io.aramaki.alerting.domain.Bench.ids;
import static io.aramaki.alerting.domain.Bench.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.domain.alert.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The timers of a group, as in Alertmanager.
class TimersTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final Bench bench = Bench.simple();

  @Test
  void firing_beforeGroupWait_isNotSent() {
    // Given
    bench.critical("http");

    // When
    bench.pass(WAIT.minus(MOMENT));

    // Then
    assertThat(bench.claimed).isEmpty();
  }

  @Test
  void firing_atGroupWait_isSentOnce() {
    // Given
    bench.critical("http");

    // When
    var sent = bench.run(WAIT.plus(INTERVAL.multipliedBy(3)));

    // Then
    assertThat(sent).hasSize(1);
    assertThat(ids(sent.getFirst().firing())).containsExactly(key("http").id(1));
    assertThat(sent.getFirst().status()).isEqualTo("firing");
  }

  @Test
  void resolved_beforeGroupWait_sendsNothingAndLeavesNoGroup() {
    // Given
    bench.critical("http");
    bench.pass(WAIT.dividedBy(2));
    bench.ok("http");

    // When
    var sent = bench.run(REPEAT);

    // Then
    assertThat(sent).isEmpty();
    assertThat(bench.book.groups()).isEmpty();
  }

  @Test
  void secondAlert_afterTheFirstMessage_waitsForTheTicker() {
    // Given
    bench.critical("http");
    bench.run(WAIT.plusSeconds(1));
    bench.report(key("http", "host2"), Severity.WARNING);

    // When
    var early = bench.run(INTERVAL.minusSeconds(2));
    var late = bench.run(Duration.ofSeconds(1));

    // Then
    assertThat(early).isEmpty();
    assertThat(late).hasSize(1);
    assertThat(ids(late.getFirst().firing()))
        .containsExactly(key("http").id(1), key("http", "host2").id(1));
  }

  @Test
  void ticker_whenNothingIsLookedAtForAWhile_keepsItsRhythm() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    var first = bench.group().due();

    // When
    bench.run(INTERVAL.multipliedBy(7).plusSeconds(13));

    // Then
    assertThat(Duration.between(first, bench.group().due()).toMillis() % INTERVAL.toMillis())
        .isZero();
    assertThat(bench.group().due()).isAfter(bench.now());
  }

  @Test
  void standingProblem_afterRepeatInterval_isToldAgainAtTheNextTick() {
    // Given
    bench.critical("http");
    bench.run(WAIT);

    // When
    var before = bench.run(REPEAT.minusSeconds(1));
    var after = bench.run(INTERVAL);

    // Then
    assertThat(before).isEmpty();
    assertThat(after).hasSize(1);
    assertThat(after.getFirst().key()).isNotEqualTo(bench.claimed.getFirst().key());
  }

  @Test
  void resolved_ofEverything_isToldAtTheNextTickAndTheGroupEnds() {
    // Given
    bench.critical("http");
    bench.run(WAIT);
    bench.ok("http");

    // When
    var sent = bench.run(INTERVAL);

    // Then
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().status()).isEqualTo("resolved");
    assertThat(ids(sent.getFirst().resolved())).containsExactly(key("http").id(1));
    assertThat(bench.book.groups()).isEmpty();
  }

  @Test
  void resolved_ofOneOfTwo_isToldBesideTheOther() {
    // Given
    bench.critical("http");
    bench.report(key("http", "host2"), Severity.CRITICAL);
    bench.run(WAIT);
    bench.ok("http");

    // When
    var sent = bench.run(INTERVAL.multipliedBy(3));

    // Then
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().status()).isEqualTo("firing");
    assertThat(ids(sent.getFirst().firing())).containsExactly(key("http", "host2").id(1));
    assertThat(ids(sent.getFirst().resolved())).containsExactly(key("http").id(1));
  }

  @Test
  void resolved_ofAReceiverThatDoesNotWantIt_isNeverTold() {
    // Given
    var quiet = new Bench(Bench.route(List.of("check")), Bench.receivers(false));
    quiet.critical("http");
    quiet.report(key("http", "host2"), Severity.CRITICAL);
    quiet.run(WAIT);

    // When
    quiet.ok("http");
    var one = quiet.run(INTERVAL.multipliedBy(2));
    quiet.report(key("http", "host2"), null);
    var both = quiet.run(INTERVAL.multipliedBy(2));

    // Then
    assertThat(one).isEmpty();
    assertThat(both).isEmpty();
    assertThat(quiet.book.groups()).isEmpty();
  }

  @Test
  void flapping_withinOneInterval_isOneMessageWithTheLastState() {
    // Given
    bench.critical("http");
    bench.run(WAIT);

    // When
    for (int i = 0; i < 100; i++) {
      bench.ok("http");
      bench.critical("http");
      bench.pass(Duration.ofSeconds(1));
    }
    var sent = bench.run(INTERVAL);

    // Then
    assertThat(sent).hasSize(1);
    assertThat(ids(sent.getFirst().firing())).containsExactly(key("http").id(101));
    assertThat(ids(sent.getFirst().resolved())).containsExactly(key("http").id(1));
    assertThat(bench.group().alertIds()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void groups_ofDifferentLabels_haveTimersOfTheirOwn() {
    // Given
    bench.critical("http");
    bench.pass(Duration.ofSeconds(10));
    bench.critical("disk");

    // When
    var sent = bench.run(WAIT);

    // Then
    assertThat(sent).hasSize(2);
    assertThat(sent)
        .extracting(one -> one.groupLabels().get("check"))
        .containsExactly("http", "disk");
  }
}
