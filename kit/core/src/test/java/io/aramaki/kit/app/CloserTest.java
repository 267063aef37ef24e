package io.aramaki.kit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class CloserTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Test
  void resources_closed_endInOppositeOrder() {
    // Given
    var closer = new Closer();
    closer.add("a", () -> closed.add("a"));
    closer.add("b", () -> closed.add("b"));
    closer.add("c", () -> closed.add("c"));

    // When
    closer.close();

    // Then
    assertThat(closed).containsExactly("c", "b", "a");
  }

  @Test
  void resource_failing_doesNotKeepOthersOpen() {
    // Given
    var closer = new Closer();
    closer.add("a", () -> closed.add("a"));
    closer.add(
        "bad",
        () -> {
          throw new IllegalStateException("disk full");
        });

    // When
    closer.close();

    // Then
    assertThat(closed).containsExactly("a");
  }

  @Test
  void resource_hanging_isPassedOverWithinTheBound() throws InterruptedException {
    // Given
    var never = new CountDownLatch(1);
    var last = new CountDownLatch(1);
    var closer = new Closer(Duration.ofMillis(200));
    closer.add("a", last::countDown);
    closer.add("hangs", never::await);
    closer.add("hangs too", () -> awaitUninterruptibly(never));
    long start = System.nanoTime();

    // When
    closer.close();

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    // Its turn is short; where others use the machine it may end after it.
    assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
    never.countDown();
  }

  @Test
  void closer_closedAgainAndFromWithin_closesOnce() {
    // Given
    var closer = new Closer();
    closer.add("a", () -> closed.add("a"));
    closer.add("re-entrant", closer);

    // When
    closer.close();
    closer.close();

    // Then
    assertThat(closed).containsExactly("a");
  }

  @Test
  void closer_closedByTwoThreads_bothReturnAfterTheEnd() throws Exception {
    // Given
    var closer = new Closer();
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    closer.add("a", () -> closed.add("a"));
    closer.add(
        "slow",
        () -> {
          begun.countDown();
          goOn.await();
        });
    Thread first = Thread.startVirtualThread(closer::close);
    begun.await();
    Thread second =
        Thread.startVirtualThread(() -> {
          closer.close();
          closed.add("second returned");
        });

    // When
    goOn.countDown();
    first.join();
    second.join();

    // Then
    assertThat(closed).containsExactly("a", "second returned");
  }

  @Test
  void resource_addedTooLate_isClosedAndRefused() {
    // Given
    var closer = new Closer();
    closer.close();

    // When
    assertThatThrownBy(() -> closer.add("late", () -> closed.add("late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("late");

    // Then
    assertThat(closed).containsExactly("late");
  }

  @Test
  void closer_onInterruptedThread_stillClosesInOrder() {
    // Given
    var closer = new Closer();
    closer.add("a", () -> closed.add("a"));
    closer.add("b", () -> closed.add("b"));
    Thread.currentThread().interrupt();

    // When
    closer.close();

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("b", "a");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException _) {
        // This resource is as stubborn as can be.
      }
    }
  }
}
