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
import io.aramaki.kit.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

  @Test
  void outcomes_thatWaitForAWrite_goTogetherInTheNextOne() throws Exception {
    // Given
    var reign =
        new Reign(
            rows.takeOver(),
            book -> new Alerting(book, route(), new Receivers(Map.of("ops", true))),
            _ -> true,
            clock::instant);
    var messages = claimed(reign);
    var writes = new AtomicInteger();
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    rows.beforeSent(() -> {
      writes.incrementAndGet();
      begun.countDown();
      uninterrupted(go);
    });
    var outcomes = new Outcomes(() -> Optional.of(reign), clock);

    // When
    var threads = new ArrayList<Thread>();
    threads.add(recording(outcomes, messages.getFirst()));
    begun.await();
    for (var message : messages.subList(1, MESSAGES)) {
      threads.add(recording(outcomes, message));
    }
    for (var thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    go.countDown();
    for (var thread : threads) {
      thread.join();
    }

    // Then
    assertThat(writes).hasValue(2);
    assertThat(
            reign.<List<Progress>>read(
                (_, book) -> book.notifications().stream().map(one -> one.progress()).toList()))
        .hasSize(MESSAGES)
        .allMatch(progress -> progress instanceof Progress.Sent);
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

  private static Thread recording(Outcomes outcomes, Message message) {
    return Thread.ofPlatform()
        .start(() -> outcomes.record(message, new Outcome.Accepted(), Duration.ZERO));
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
