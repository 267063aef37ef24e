package io.aramaki.kit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant wall = START;
  private long nanos = 7;
  private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

  @Test
  void bothGoOn_followsThem() {
    pass(Duration.ofSeconds(10));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void wallIsSetAhead_isDrawnByOneInAHundred() {
    wall = wall.plus(Duration.ofHours(1));
    pass(Duration.ofSeconds(10));

    assertThat(clock.instant()).isEqualTo(START.plusMillis(10_100));
  }

  @Test
  void wallIsSetBack_neverGoesBack() {
    wall = wall.minus(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(START);
    pass(Duration.ofSeconds(10));

    assertThat(clock.instant()).isEqualTo(START.plusMillis(9_900));
  }

  @Test
  void wallIsSlightlyOff_isReachedAndNotPassed() {
    wall = wall.plusMillis(50);
    pass(Duration.ofSeconds(10));
    assertThat(clock.instant()).isEqualTo(wall);
    pass(Duration.ofSeconds(10));

    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void machineWasSuspended_isDrawnAfterTheWall() {
    // The monotonic clock stands still meanwhile.
    wall = wall.plusSeconds(60);
    for (int minute = 0; minute < 100; minute++) {
      pass(Duration.ofMinutes(1));
      var _ = clock.instant();
    }

    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void instant_isInWholeMilliseconds() {
    pass(Duration.ofNanos(1_999_999));

    assertThat(clock.instant()).isEqualTo(START.plusMillis(1));
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }
}
