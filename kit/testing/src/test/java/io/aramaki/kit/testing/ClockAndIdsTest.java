package io.aramaki.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ClockAndIdsTest {
  private final MutableClock clock = MutableClock.started();

  @Test
  void advance_backwards_isRefused() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).hasMessageContaining("jump()");
  }

  @Test
  void jump_backwards_leavesTheMonotonicClockAlone() {
    // Given
    var start = clock.instant();
    clock.advance(Duration.ofSeconds(5));

    // When
    clock.jump(Duration.ofHours(-1));

    // Then
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(5).minus(Duration.ofHours(1)));
    assertThat(clock.nanoTime().getAsLong()).isEqualTo(5_000_000_000L);
  }

  @Test
  void withZone_original_movesBoth() {
    // Given
    var elsewhere = clock.withZone(ZoneId.of("Europe/Berlin"));

    // When
    clock.advance(Duration.ofMinutes(1));

    // Then
    assertThat(elsewhere.instant()).isEqualTo(clock.instant());
  }

  @Test
  void ids_sameSeed_areTheSameValidUuids() {
    // When
    List<UUID> first = Stream.generate(new SeededIds(7)).limit(100).toList();
    List<UUID> second = Stream.generate(new SeededIds(7)).limit(100).toList();

    // Then
    assertThat(first).isEqualTo(second).doesNotHaveDuplicates();
    assertThat(first).allSatisfy(id -> assertThat(id.version()).isEqualTo(4));
    assertThat(first).allSatisfy(id -> assertThat(id.variant()).isEqualTo(2));
  }
}
