package io.aramaki.kit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void bound_growsByDoubling_untilMax() {
    assertThat(BACKOFF.bound(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(BACKOFF.bound(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(BACKOFF.bound(6)).isEqualTo(Duration.ofMillis(3200));
    assertThat(BACKOFF.bound(7)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void bound_afterMoreFailuresThanBits_isMax() {
    assertThat(BACKOFF.bound(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    assertThat(BACKOFF.bound(64)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void bound_ofLongestMax_doesNotOverflow() {
    var backoff = new Backoff(Duration.ofNanos(1), Duration.ofNanos(Long.MAX_VALUE - 1));

    assertThat(backoff.bound(63)).isEqualTo(Duration.ofNanos(1L << 62));
    assertThat(backoff.bound(64)).isPositive();
  }

  @Test
  void delay_always_staysWithinBoundAndFillsIt() {
    // Given
    var random = new SplittableRandom(7);

    // When
    var delays = random.ints(1000, 3, 4).mapToObj(n -> BACKOFF.delay(n, random)).toList();

    // Then
    assertThat(delays).allMatch(d -> !d.isNegative() && d.compareTo(BACKOFF.bound(3)) <= 0);
    assertThat(delays).anyMatch(d -> d.compareTo(Duration.ofMillis(40)) < 0);
    assertThat(delays).anyMatch(d -> d.compareTo(Duration.ofMillis(360)) > 0);
  }

  @Test
  void backoff_ofSenselessBounds_isRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessageContaining("PT1S");
    assertThatThrownBy(() -> BACKOFF.bound(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
