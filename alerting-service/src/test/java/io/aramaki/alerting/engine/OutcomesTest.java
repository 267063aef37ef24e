package io.aramaki.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.MemoryBookStore;
import io.aramaki.alerting.domain.Receivers;
import io.aramaki.alerting.domain.StateChange;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Problem;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Notification.Progress;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import io.aramaki.kit.cassandra.StorageUnavailable;
import io.aramaki.kit.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How what was sent becomes durable when much is sent at once.
@Timeout(20)
class OutcomesTest {
  private static final int MESSAGES = 8;
  private static final Timers TIMERS =
      new Timers(Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(4));

  private final MemoryBookStore.Rows rows = new MemoryBookStore.Rows();
  private final SteadyClock clock = new SteadyClock(Clock.systemUTC(), System::nanoTime);

  private final Reign reign =
      new Reign(
          rows.takeOver(),
          book -> new Alerting(book, route(), new Receivers(Map.of("ops", true))),
          _ -> true,
          clock::instant);
  private final Outcomes outcomes = new Outcomes(() -> Optional.of(reign), clock);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void outcomes_thatWaitForAWrite_goTogetherInTheNextOne() throws Exception {
    // Given
    var writes = new AtomicInteger();
    rows.beforeSent(() -> {
      writes.incrementAndGet();
      begun.countDown();
      uninterrupted(go);
    });

    // When
    var recorded = recordAll(claimed(reign));

    // Then
    assertThat(recorded).allMatch(one -> one.isDone() && !one.isCompletedExceptionally());
    assertThat(writes).hasValue(2);
    assertThat(progress()).hasSize(MESSAGES).allMatch(one -> one instanceof Progress.Sent);
  }

  @Test
  void write_thatFails_isToldToItsCallerOnly_andTheOthersGoOn() throws Exception {
    // Given
    var writes = new AtomicInteger();
    rows.beforeSent(() -> {
      begun.countDown();
      uninterrupted(go);
      if (writes.incrementAndGet() <= 2) {
        throw new StorageUnavailable("the test refuses the first two writes", true, null);
      }
    });

    // When
    var recorded = recordAll(claimed(reign));

    // Then
    assertThat(recorded).filteredOn(CompletableFuture::isCompletedExceptionally).hasSize(2);
    assertThat(progress()).filteredOn(one -> one instanceof Progress.Sent).hasSize(MESSAGES - 2);
  }

  @Test
  void reignThatIsLost_isToldToAllThatWait() throws Exception {
    // Given
    rows.beforeSent(() -> {
      begun.countDown();
      uninterrupted(go);
    });

    // When
    var messages = claimed(reign);
    var recorded = recordAll(messages, rows::takeOver);

    // Then
    assertThat(recorded)
        .hasSize(MESSAGES)
        .allSatisfy(one -> assertThat(one.exceptionNow()).isInstanceOf(NotReigning.class));
  }

  private List<CompletableFuture<Void>> recordAll(List<Message> messages) throws Exception {
    return recordAll(messages, () -> {});
  }

  /// Records the first, and the others when its write has begun and before it ends.
  private List<CompletableFuture<Void>> recordAll(List<Message> messages, Runnable before)
      throws Exception {
    var threads = new ArrayList<Thread>();
    var recorded = new ArrayList<CompletableFuture<Void>>();
    for (var message : messages) {
      var done = new CompletableFuture<Void>();
      recorded.add(done);
      threads.add(Thread.ofPlatform().start(() -> record(message, done)));
      begun.await();
    }
    for (var thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
    }
    before.run();
    go.countDown();
    for (var thread : threads) {
      thread.join();
    }
    return recorded;
  }

  private void record(Message message, CompletableFuture<Void> done) {
    try {
      outcomes.record(message, new Outcome.Accepted(), Duration.ZERO);
      done.complete(null);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private List<Progress> progress() {
    return reign.read(
        (_, book) -> book.notifications().stream().map(one -> one.progress()).toList());
  }

  private List<Message> claimed(Reign reign) {
    reign.change((alerting, edit) -> {
      for (int i = 1; i <= MESSAGES; i++) {
        var key = new AlertKey("orgs/o/systems/web", "orgs/o/checks/c" + i, "orgs/o/agents/a");
        var problem = new Problem(Severity.CRITICAL, "output", Map.of(), "");
        var change = new StateChange(0, i, key, true, Optional.of(problem), "output", "");
        alerting.take(edit, change, clock.instant());
      }
      return true;
    });
    var claimed =
        reign
            .change((alerting, edit) -> {
              alerting.tick(edit, clock.instant());
              return true;
            })
            .claimed();
    assertThat(claimed).hasSize(MESSAGES);
    return claimed;
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Route route() {
    return new Route("{}", "ops", List.of(), List.of("check"), TIMERS, false, List.of());
  }
}
