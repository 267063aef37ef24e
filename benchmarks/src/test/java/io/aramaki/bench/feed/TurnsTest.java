package io.aramaki.bench.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(100);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - PERIOD / 2);
  private final Turns turns = new Turns(10, nanos::get);

  @Test
  void turns_areAPeriodApart_alsoAfterAPause() {
    assertThat(turns.take()).isZero();
    assertThat(turns.take()).isEqualTo(PERIOD);
    assertThat(turns.take()).isEqualTo(2 * PERIOD);

    // When
    nanos.addAndGet(10 * PERIOD);

    // Then
    assertThat(turns.take()).isZero();
    assertThat(turns.take()).isEqualTo(PERIOD);
  }
}
