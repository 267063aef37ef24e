package io.aramaki.kit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HybridClockTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.000001Z");

  private final AtomicReference<Instant> wall = new AtomicReference<>(START);
  private final HybridClock clock = new HybridClock(new Settable(wall));

  @Test
  void nextMicros_wallJumpsBack_goesOnUpwards() {
    // Given
    long before = clock.nextMicros();
    wall.set(START.minus(Duration.ofHours(1)));

    // When
    long after = clock.nextMicros();

    // Then
    assertThat(after).isEqualTo(before + 1);
  }

  @Test
  void nextMicros_wallStandsStill_neverRepeats() {
    // When
    var given = IntStream.range(0, 10_000).parallel().mapToLong(_ -> clock.nextMicros()).distinct();

    // Then
    assertThat(given.count()).isEqualTo(10_000);
  }

  @Test
  void nextMicros_wallMovesOn_followsIt() {
    // Given
    clock.nextMicros();
    wall.set(START.plusSeconds(1));

    // Then
    assertThat(clock.nextMicros()).isEqualTo(1_767_225_601_000_001L);
  }

  @Test
  void nextMicros_floorAheadOfWall_startsAboveIt() {
    // Given
    long floor = 1_767_225_700_000_000L;

    // Then
    assertThat(new HybridClock(new Settable(wall), floor).nextMicros()).isEqualTo(floor + 1);
  }

  private static final class Settable extends Clock {
    private final AtomicReference<Instant> wall;

    Settable(AtomicReference<Instant> wall) {
      this.wall = wall;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return wall.get();
    }
  }
}
