package io.aramaki.kit.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.aramaki.kit.app.Unavailable;
import io.aramaki.kit.config.Configs;
import io.aramaki.kit.http.guard.Guarded.Reason;
import io.aramaki.kit.telemetry.Metrics;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GuardTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long POLL_NANOS = 1_000_000;
  private static final int POLLS_MAX = 20_000;

  private final Metrics metrics = new Metrics();

  @Test
  void call_tooSlow_isInterruptedAndGivenUp() {
    // Given
    Guard guard = guard(new GuardConfig(Duration.ofMillis(50), 1, 0, 10, 100, LONG));
    var interrupted = new AtomicBoolean();

    // When
    var given =
        catchThrowableOfType(Guarded.class, () -> guard.run(() -> interrupted.set(waitForever())));

    // Then
    assertThat(given.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(given)
        .isInstanceOf(Unavailable.class)
        .hasMessage("peer did not answer within 50 ms");
    assertThat(interrupted).isTrue();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(metrics.text()).contains("{dependency=\"peer\",outcome=\"timeout\"} 1\n");
  }

  @Test
  void call_blockedInASocket_isGivenUpOnAVirtualThread() throws Exception {
    // Given
    Guard guard = guard(new GuardConfig(Duration.ofMillis(50), 1, 0, 10, 100, LONG));
    Callable<Guarded> call =
        () -> catchThrowableOfType(Guarded.class, () -> guard.run(GuardTest::readFromSilentPeer));

    // When
    Guarded given;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      given = threads.submit(call).get();
    }

    // Then
    assertThat(given.reason()).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  void calls_beyondTheLimits_areRefusedAtOnce() throws Exception {
    // Given
    Guard guard = guard(new GuardConfig(LONG, 1, 1, 10, 100, LONG));
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(() ->
              guard.call(() -> {
                begun.countDown();
                return await(goOn);
              }));
      begun.await();
      var second = threads.submit(() -> guard.call(() -> "second"));

      for (int i = 0; guard.waiting() == 0 && i < POLLS_MAX; i++) {
        LockSupport.parkNanos(POLL_NANOS);
      }

      // When
      var given = catchThrowableOfType(Guarded.class, () -> guard.run(() -> {}));

      // Then
      assertThat(given.reason()).isEqualTo(Reason.FULL);
      assertThat(given).hasMessage("peer is called by 1 and awaited by 1 already");
      goOn.countDown();
      assertThat(first.get()).isTrue();
      assertThat(second.get()).isEqualTo("second");
    }
  }

  @Test
  void calls_afterTooManyFailures_areNotBegun() {
    // Given
    Guard guard = guard(new GuardConfig(LONG, 1, 0, 4, 50, LONG));
    var begun = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> guard.run(() -> fail(begun))).hasMessage("connection reset");
    }

    // When
    var given = catchThrowableOfType(Guarded.class, () -> guard.run(() -> fail(begun)));

    // Then
    assertThat(given.reason()).isEqualTo(Reason.OPEN);
    assertThat(given.retryAfter()).isEqualTo(LONG);
    assertThat(guard.isOpen()).isTrue();
    assertThat(begun).hasValue(4);
    assertThat(metrics.text())
        .contains("{dependency=\"peer\",outcome=\"failed\"} 4\n")
        .contains("{dependency=\"peer\",outcome=\"open\"} 1\n");
  }

  @Test
  void calls_afterThePause_areTriedAndGoOn() {
    // Given
    Guard guard = guard(new GuardConfig(LONG, 1, 0, 1, 1, Duration.ofMillis(20)));
    assertThatThrownBy(() -> guard.run(() -> fail(new AtomicInteger())));

    // When
    String answer = untilLetThrough(guard);

    // Then
    assertThat(answer).isEqualTo("well");
    assertThat(guard.call(() -> "again")).isEqualTo("again");
    assertThat(guard.isOpen()).isFalse();
  }

  @Test
  void answers_thatAreExceptions_arePassedOnAndDoNotOpenTheCircuit() {
    // Given
    Guard guard =
        Guard.create(
            "peer",
            new GuardConfig(LONG, 1, 0, 2, 1, LONG),
            metrics,
            e -> e instanceof NoSuchElementException);

    // When
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> guard.call(GuardTest::notFound))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("no ticket 7");
    }

    // Then
    assertThat(guard.isOpen()).isFalse();
    assertThat(metrics.text()).contains("{dependency=\"peer\",outcome=\"refused\"} 10\n");
  }

  @Test
  void call_guarded_seesTheCallersTraceContext() {
    // Given
    Guard guard = guard(GuardConfig.defaults());
    ContextKey<String> key = ContextKey.named("k");

    // When
    String seen;
    try (var _ = Context.current().with(key, "here").makeCurrent()) {
      seen = guard.call(() -> String.valueOf(Context.current().get(key)));
    }

    // Then
    assertThat(seen).isEqualTo("here");
    assertThat(metrics.text())
        .contains("{dependency=\"peer\",outcome=\"ok\"} 1\n")
        .contains("aramaki_guard_call_seconds_count{dependency=\"peer\"} 1\n");
  }

  @Test
  void config_keysAndDefaults_arePinned() {
    assertThat(parse("")).isEqualTo(GuardConfig.defaults());
    assertThat(
            parse(
                "{timeout: 1s, concurrent-max: 2, waiting-max: 3, window: 4, failure-percent: 5,"
                    + " pause: 6s}"))
        .isEqualTo(new GuardConfig(Duration.ofSeconds(1), 2, 3, 4, 5, Duration.ofSeconds(6)));
  }

  @Test
  void config_wrong_isRefusedAtItsKey() {
    assertThatThrownBy(() -> parse("failure-percent: 101"))
        .hasMessage("g:1: failure-percent: must be at most 100, was 101");
    assertThatThrownBy(() -> parse("concurrent-max: 0"))
        .hasMessage("g:1: concurrent-max: must be at least 1, was 0");
    assertThatThrownBy(() -> parse("timeout: 0s"))
        .hasMessage("g:1: timeout: must be longer than 0, was PT0S");
  }

  private static GuardConfig parse(String yaml) {
    return Configs.parse(yaml, "g", Map.of(), GuardConfig.class);
  }

  private Guard guard(GuardConfig config) {
    return Guard.create("peer", config, metrics);
  }

  private static void fail(AtomicInteger begun) {
    begun.incrementAndGet();
    throw new UncheckedIOException(new IOException("connection reset")) {
      @Override
      public String getMessage() {
        return "connection reset";
      }
    };
  }

  private static String notFound() {
    throw new NoSuchElementException("no ticket 7");
  }

  private static String untilLetThrough(Guard guard) {
    for (int i = 0; i < POLLS_MAX; i++) {
      try {
        return guard.call(() -> "well");
      } catch (Guarded e) {
        assertThat(e.reason()).isEqualTo(Reason.OPEN);
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    return "never let through";
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static boolean waitForever() {
    return !await(new CountDownLatch(1));
  }

  private static void readFromSilentPeer() {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      int _ = socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
