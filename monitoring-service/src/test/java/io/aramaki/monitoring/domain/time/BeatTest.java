package io.aramaki.monitoring.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BeatTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final Beat beat = new Beat(Duration.ofMillis(500), Duration.ofSeconds(5));

  @Test
  void lookInTime_isNotLate() {
    // Given
    assertThat(beat.isDue(T0)).isFalse();
    beat.start(T0);

    // Then
    assertThat(beat.isDue(T0)).isTrue();
    assertThat(beat.take(T0)).isEmpty();
    assertThat(beat.isDue(T0.plusMillis(499))).isFalse();
    assertThat(beat.isDue(T0.plusMillis(500))).isTrue();
    assertThat(beat.take(T0.plusMillis(5_500))).isEmpty();
  }

  @Test
  void lookMuchTooLate_saysByHowMuch_once() {
    // Given
    beat.start(T0);

    // When
    var late = beat.take(T0.plusMillis(5_001));

    // Then
    assertThat(late).contains(Duration.ofMillis(5_001));
    assertThat(beat.take(T0.plusMillis(5_501))).isEmpty();
  }
}
