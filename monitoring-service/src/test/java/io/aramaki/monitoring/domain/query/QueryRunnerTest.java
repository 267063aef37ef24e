package io.aramaki.monitoring.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aramaki.monitoring.domain.MonitoringException.QueriesFull;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One query at a time, one that waits.
final class QueryRunnerTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final QueryRunner runner = new QueryRunner(1, 1, System::nanoTime);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void close() {
    runner.close();
    callers.shutdownNow();
  }

  /// Lets a query begin that ends when it may.
  private Future<String> occupy() throws InterruptedException {
    Future<String> first =
        callers.submit(() -> runner.run(LONG, () -> false, _ -> waiting(begun, mayEnd)));
    begun.await();
    return first;
  }

  private static String waiting(CountDownLatch begun, CountDownLatch mayEnd) {
    begun.countDown();
    try {
      mayEnd.await();
      return "ended";
    } catch (InterruptedException _) {
      throw QueryException.canceled();
    }
  }

  private void awaitWaiting() {
    while (runner.waiting() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void moreThanMayWait_areRefused_andTheOthersAreAnswered() throws Exception {
    // Given
    Future<String> first = occupy();
    Future<String> second = callers.submit(() -> runner.run(LONG, () -> false, _ -> "second"));
    awaitWaiting();

    // When
    var refusal =
        catchThrowableOfType(QueriesFull.class, () -> runner.run(LONG, () -> false, _ -> "third"));
    mayEnd.countDown();

    // Then
    assertThat(refusal)
        .hasMessage(
            "too many concurrent queries: 1 are evaluated and 1 wait already, which is the limit;"
                + " try again");
    assertThat(first.get()).isEqualTo("ended");
    assertThat(second.get()).isEqualTo("second");
    assertThat(runner.refusedTotal()).isEqualTo(1);
  }

  @Test
  void queryWhoseTurnDoesNotCome_isATimeoutInTheQueue_andLeavesIt() throws Exception {
    // Given
    var _ = occupy();

    // When
    var refusal =
        catchThrowableOfType(
            QueryException.class, () -> runner.run(Duration.ofNanos(1), () -> false, _ -> "never"));

    // Then
    assertThat(refusal).hasMessage("query timed out in query queue");
    assertThat(refusal.kind()).isEqualTo(QueryException.Kind.TIMEOUT);
    assertThat(runner.waiting()).isZero();
  }

  @Test
  void callerThatIsInterrupted_endsItsQuery() throws Exception {
    // Given
    var interrupted = new CountDownLatch(1);
    Future<?> caller =
        callers.submit(() ->
            runner.run(
                LONG,
                () -> false,
                _ -> {
                  try {
                    return waiting(begun, mayEnd);
                  } finally {
                    interrupted.countDown();
                  }
                }));
    begun.await();

    // When
    caller.cancel(true);

    // Then
    interrupted.await();
    String next = runner.run(LONG, () -> false, _ -> "next");
    assertThat(next).isEqualTo("next");
  }

  @Test
  void callerWhoIsGoneWhenTheTurnComes_isNotServed() {
    assertThatThrownBy(() -> runner.run(LONG, () -> true, _ -> "never"))
        .isInstanceOf(QueryException.class)
        .hasMessage("query was canceled in expression evaluation");
  }

  @Test
  void query_isToldHowMuchTimeIsLeft() {
    Duration left = runner.run(LONG, () -> false, QueryRunner.Left::get);

    assertThat(left).isPositive().isLessThanOrEqualTo(LONG);
  }

  @Test
  void whatAQueryThrows_arrives() {
    assertThatThrownBy(() ->
            runner.run(
                LONG,
                () -> false,
                _ -> {
                  throw QueryException.execution("no");
                }))
        .isInstanceOf(QueryException.class)
        .hasMessage("no");
  }
}
