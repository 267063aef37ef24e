package io.aramaki.bench.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int PATIENCE_SECONDS = 30;

  private final Pace pace = new Pace(2);

  private CompletableFuture<String> waiting(long step) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        pace.await(0, step);
        return "went on";
      } catch (InterruptedException e) {
        return "interrupted: " + e;
      }
    });
  }

  @Test
  void await_nearTheOther_goesOn() throws Exception {
    assertThat(waiting(Pace.LEAD_STEPS_MAX).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isEqualTo("went on");
  }

  @Test
  void await_farAhead_waitsUntilTheOtherComes() throws Exception {
    // Given
    CompletableFuture<String> ahead = waiting(Pace.LEAD_STEPS_MAX + 1);

    // When
    pace.await(1, 1);

    // Then
    assertThat(ahead.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("went on");
  }

  @Test
  void await_theOtherHasEnded_goesOn() throws Exception {
    // Given
    CompletableFuture<String> ahead = waiting(1_000_000);

    // When
    pace.ended(1);

    // Then
    assertThat(ahead.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("went on");
  }
}
