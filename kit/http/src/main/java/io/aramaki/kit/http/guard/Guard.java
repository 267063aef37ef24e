package io.aramaki.kit.http.guard;

import io.aramaki.kit.telemetry.Buckets;
import io.aramaki.kit.telemetry.Counter;
import io.aramaki.kit.telemetry.Histogram;
import io.aramaki.kit.telemetry.Metrics;
import io.helidon.faulttolerance.Bulkhead;
import io.helidon.faulttolerance.BulkheadException;
import io.helidon.faulttolerance.CircuitBreaker;
import io.helidon.faulttolerance.CircuitBreakerOpenException;
import io.helidon.faulttolerance.Timeout;
import io.helidon.faulttolerance.TimeoutException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Stands before one outside dependency: at most so many calls at once, each for so long, none for
/// a while after too many have failed.
///
/// ```text
/// call → bulkhead (FULL) → circuit breaker (OPEN) → timeout (TIMEOUT) → the dependency
/// ```
///
/// A call runs on the caller's thread and is interrupted when its time is over, so nothing of it
/// goes on behind the caller's back; the work must end when it is interrupted, as blocking I/O on a
/// virtual thread does. An exception that is an answer (not found, refused) is passed on and counts
/// as success.
public final class Guard {
  private final String dependency;
  private final GuardConfig config;
  private final Predicate<RuntimeException> isAnswer;
  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final Timeout timeout;
  private final Counter calls;
  private final Histogram seconds;

  private sealed interface Outcome<T> {
    record Value<T>(T value) implements Outcome<T> {}

    record Answer<T>(RuntimeException exception) implements Outcome<T> {}
  }

  private Guard(
      String dependency,
      GuardConfig config,
      Metrics metrics,
      Predicate<RuntimeException> isAnswer) {
    this.dependency = dependency;
    this.config = config;
    this.isAnswer = isAnswer;
    this.bulkhead =
        Bulkhead.builder()
            .name(dependency)
            .limit(config.concurrentMax())
            .queueLength(config.waitingMax())
            .enableMetrics(false)
            .build();
    this.breaker =
        CircuitBreaker.builder()
            .name(dependency)
            .volume(config.window())
            .errorRatio(config.failurePercent())
            .delay(config.pause())
            .enableMetrics(false)
            .build();
    this.timeout =
        Timeout.builder()
            .name(dependency)
            .timeout(config.timeout())
            .currentThread(true)
            .enableMetrics(false)
            .build();
    this.calls =
        metrics.counter(
            "aramaki_guard_calls_total",
            "Calls to an outside dependency, by outcome.",
            "dependency",
            "outcome");
    this.seconds =
        metrics
            .histogram(
                "aramaki_guard_call_seconds",
                "How long calls to an outside dependency took, with waiting.",
                Buckets.SECONDS,
                "dependency")
            .with(dependency);
  }

  /// Makes a guard for which every exception is a failure of the dependency.
  ///
  /// @param dependency its name in metrics and messages
  public static Guard create(String dependency, GuardConfig config, Metrics metrics) {
    return create(dependency, config, metrics, _ -> false);
  }

  /// Makes a guard that tells failures from answers.
  ///
  /// @param isAnswer whether an exception shows that the dependency works
  public static Guard create(
      String dependency,
      GuardConfig config,
      Metrics metrics,
      Predicate<RuntimeException> isAnswer) {
    return new Guard(dependency, config, metrics, isAnswer);
  }

  /// Makes the call.
  ///
  /// @throws Guarded if it was refused or took too long
  public <T> T call(Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return outcome(work);
    } finally {
      seconds.observe(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /// Makes a call that answers nothing.
  ///
  /// @throws Guarded if it was refused or took too long
  public void run(Runnable work) {
    call(() -> {
      work.run();
      return true;
    });
  }

  /// Tells whether calls are refused at the moment because too many have failed.
  public boolean isOpen() {
    return breaker.state() == CircuitBreaker.State.OPEN;
  }

  /// Answers how many calls wait for their turn.
  public long waiting() {
    return bulkhead.stats().waitingQueueSize();
  }

  private <T> T outcome(Supplier<T> work) {
    return switch (attempt(work)) {
      case Outcome.Value<T>(T value) -> {
        count("ok");
        yield value;
      }
      case Outcome.Answer<T>(RuntimeException exception) -> {
        count("refused");
        throw exception;
      }
    };
  }

  private <T> Outcome<T> attempt(Supplier<T> work) {
    try {
      return bulkhead.invoke(() -> breaker.invoke(() -> bounded(work)));
    } catch (BulkheadException e) {
      throw refuse("full", Guarded.Reason.FULL, full(), Duration.ZERO, e);
    } catch (CircuitBreakerOpenException e) {
      String detail = "is not called after too many failures";
      throw refuse("open", Guarded.Reason.OPEN, detail, config.pause(), e);
    } catch (TimeoutException e) {
      String detail = "did not answer within " + config.timeout().toMillis() + " ms";
      throw refuse("timeout", Guarded.Reason.TIMEOUT, detail, Duration.ZERO, e);
    } catch (RuntimeException e) {
      count("failed");
      throw e;
    }
  }

  private <T> Outcome<T> bounded(Supplier<T> work) {
    long start = System.nanoTime();
    return timeout.invoke(() -> begin(work, start));
  }

  /// Work that is interrupted fails in its own words, such as "closed by interrupt", or even
  /// answers something. After the time is over, all of that is a timeout.
  private <T> Outcome<T> begin(Supplier<T> work, long start) {
    try {
      T value = work.get();
      if (isOver(start)) {
        throw new TimeoutException("answered too late");
      }
      return new Outcome.Value<>(value);
    } catch (RuntimeException e) {
      if (isOver(start)) {
        throw e instanceof TimeoutException ? e : new TimeoutException("interrupted", e);
      } else if (isAnswer.test(e)) {
        return new Outcome.Answer<>(e);
      }
      throw e;
    }
  }

  private boolean isOver(long start) {
    return System.nanoTime() - start >= config.timeout().toNanos();
  }

  private String full() {
    return "is called by %d and awaited by %d already"
        .formatted(config.concurrentMax(), config.waitingMax());
  }

  private Guarded refuse(
      String outcome, Guarded.Reason reason, String detail, Duration retryAfter, Throwable cause) {
    count(outcome);
    return new Guarded(dependency, reason, detail, retryAfter, cause);
  }

  private void count(String outcome) {
    calls.with(dependency, outcome).increment();
  }
}
