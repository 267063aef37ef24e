package io.aramaki.bench.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class GateTest {
  private final Gate gate = new Gate();
  private final AtomicInteger through = new AtomicInteger();

  private Thread passing() {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            gate.await();
            through.incrementAndGet();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void await_atFirst_passes() throws InterruptedException {
    passing().join();

    assertThat(through).hasValue(1);
  }

  @Test
  void await_closed_waitsUntilItIsOpened() throws InterruptedException {
    // Given
    gate.close();
    Thread passing = passing();
    while (passing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(through).hasValue(0);

    // When
    gate.open();
    passing.join();

    // Then
    assertThat(through).hasValue(1);
  }
}
