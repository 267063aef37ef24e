package io.aramaki.allinone.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartsTest {
  private final Restarts restarts = new Restarts();

  private Duration died(long seconds) {
    return restarts.died(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void died_firstTime_startsAtOnce() {
    assertThat(died(1)).isZero();
  }

  @Test
  void died_inARow_waitsLongerUpToTheBound() {
    var waits = IntStream.range(0, 9).mapToObj(this::died).toList();

    assertThat(waits).isSorted();
    assertThat(waits.get(1)).isEqualTo(Restarts.WAIT_FIRST);
    assertThat(waits.get(2)).isEqualTo(Restarts.WAIT_FIRST.multipliedBy(2));
    assertThat(waits.getLast()).isEqualTo(Restarts.WAIT_MAX);
  }

  @Test
  void died_fiveTimesInTheWindow_isACrashLoopUntilTheWindowIsOver() {
    for (int i = 0; i < Restarts.CRASH_LOOP - 1; i++) {
      died(i);
    }
    assertThat(restarts.crashLoop(Duration.ofSeconds(4).toNanos())).isFalse();
    died(4);

    assertThat(restarts.crashLoop(Duration.ofSeconds(5).toNanos())).isTrue();
    assertThat(restarts.crashLoop(Restarts.WINDOW.plusSeconds(5).toNanos())).isFalse();
    assertThat(restarts.total()).isEqualTo(Restarts.CRASH_LOOP);
  }

  @Test
  void died_afterAQuietWindow_startsAtOnceAgain() {
    died(0);
    died(1);

    assertThat(died(1 + Restarts.WINDOW.toSeconds() + 1)).isZero();
  }
}
