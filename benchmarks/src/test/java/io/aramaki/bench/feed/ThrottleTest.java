package io.aramaki.bench.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ThrottleTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong clock = new AtomicLong(-5);

  @Test
  void batches_areDueAtTheRate() {
    var throttle = new Throttle(1_000, clock::get);

    assertThat(throttle.due(500)).isZero();
    assertThat(throttle.due(500)).isEqualTo(SECOND / 2);
    assertThat(throttle.due(500)).isEqualTo(SECOND);
  }

  @Test
  void whoWasHeldUp_sendsWhatIsDueAtOnce() {
    var throttle = new Throttle(1_000, clock::get);
    clock.addAndGet(2 * SECOND);

    for (int batch = 0; batch <= 4; batch++) {
      assertThat(throttle.due(500)).isNotPositive();
    }

    assertThat(throttle.due(500)).isEqualTo(SECOND / 2);
  }

  @Test
  void anotherRate_holdsFromThenOn() {
    var throttle = new Throttle(0, clock::get);
    assertThat(throttle.due(1_000_000)).isZero();
    clock.addAndGet(7 * SECOND);

    throttle.set(100);

    assertThat(throttle.due(100)).isZero();
    assertThat(throttle.due(100)).isEqualTo(SECOND);
  }

  @Test
  void senderThatWaits_goesOnWhenAnotherRateHolds() throws Exception {
    // Given
    var throttle = new Throttle(0.001, clock::get);
    throttle.await(1);
    var sender =
        new FutureTask<>(() -> {
          throttle.await(1);
          return true;
        });
    Thread thread = Thread.ofPlatform().daemon().start(sender);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    // When
    throttle.set(0);

    // Then
    assertThat(sender.get(20, TimeUnit.SECONDS)).isTrue();
  }
}
