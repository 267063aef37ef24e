package io.aramaki.monitoring.grpc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InTurnTest {
  private static final int WORKS = 2_000;
  private static final long PATIENCE_S = 20;

  @Test
  void works_areDoneInTheirOrder_oneAfterTheOther() throws Exception {
    // Given
    var inTurn = new InTurn("t");
    var begun = new CountDownLatch(1);
    var open = new CountDownLatch(1);
    var done = new CountDownLatch(WORKS);
    List<Integer> order = new CopyOnWriteArrayList<>();
    inTurn.add(() -> {
      begun.countDown();
      await(open);
    });
    await(begun);

    // When
    for (int i = 0; i < WORKS; i++) {
      int work = i;
      inTurn.add(() -> {
        order.add(work);
        done.countDown();
      });
    }

    // Then: nobody overtakes the first
    assertThat(order).isEmpty();
    open.countDown();
    await(done);
    assertThat(order).isEqualTo(IntStream.range(0, WORKS).boxed().toList());

    // When: it has had nothing to do, and one throws
    var again = new CountDownLatch(1);
    inTurn.add(() -> {
      Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
      throw new IllegalStateException("of a work");
    });
    inTurn.add(again::countDown);

    // Then
    await(again);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
