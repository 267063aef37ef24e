package io.aramaki.alerting.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.alerting.domain.dispatch.Subject;
import io.aramaki.kit.http.guard.Guard;
import io.aramaki.kit.http.guard.GuardConfig;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a receiver, or a proxy before it, does on a bad day, over a real socket.
@Timeout(60)
class WebhookBadDaysTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void receiver_thatSaysYes_hasTakenIt(int status) {
    // Given
    answer(status);

    // When
    var outcome = channel().send(message());

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Accepted());
    assertThat(keys).containsExactly("key-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 400, 401, 403, 404, 408, 409, 410, 413, 429, 500, 502, 503, 504})
  void receiver_thatSaysNo_isToldAgainWithTheSameKey(int status) {
    // Given
    answer(status);
    var channel = channel();

    // When
    var first = channel.send(message());
    var second = channel.send(message());

    // Then
    assertThat(first).isEqualTo(new Outcome.Unclear("127.0.0.1 answered " + status));
    assertThat(second).isEqualTo(first);
    assertThat(keys).containsExactly("key-1", "key-1");
  }

  @Test
  void receiver_thatRedirects_isNotFollowed() {
    // Given
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", url("/elsewhere").toString());
          take(exchange, 302);
        });
    server.createContext("/elsewhere", exchange -> take(exchange, 200));

    // When
    var outcome = channel().send(message());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Unclear.class);
    assertThat(keys).hasSize(1);
  }

  @Test
  void receiver_thatHangsAfterItTookTheMessage_isUnclearWithinItsTimeout() {
    // Given
    server.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          await(Duration.ofSeconds(30));
        });
    long start = System.nanoTime();

    // When
    var outcome = channel().send(message());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Unclear.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(10));
    assertThat(keys).containsExactly("key-1");
  }

  @Test
  void receiver_thatAnswersDropByDrop_isGivenUpByTheGuard() throws Exception {
    // Given
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var body = exchange.getResponseBody();
          while (!await(Duration.ofMillis(100))) {
            body.write('x');
            body.flush();
          }
        });

    // When
    Outcome outcome;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      outcome = threads.submit(() -> channel().send(message())).get();
    }

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unclear.class,
            unclear -> assertThat(unclear.toString()).contains("did not answer within"));
  }

  @Test
  void receiver_thatCloses_isUnclear() {
    // Given
    server.createContext("/", HttpExchange::close);

    // When
    var outcome = channel().send(message());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Unclear.class);
  }

  @Test
  void receiver_thatDoesNotListen_wasNotReached() {
    // Given
    var channel = channel();
    server.stop(0);

    // When
    var outcome = channel.send(message());

    // Then
    assertThat(outcome).isInstanceOf(Outcome.NotReached.class);
  }

  @Test
  void receiver_thatHungTooOften_isLeftAloneForAWhile() {
    // Given
    server.createContext(
        "/",
        exchange -> {
          keys.add("asked");
          await(Duration.ofSeconds(30));
        });
    var channel = channel();
    for (int i = 0; i < 3; i++) {
      assertThat(channel.send(message())).isInstanceOf(Outcome.Unclear.class);
    }

    // When
    var outcome = channel.send(message());

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotReached.class,
            missed -> assertThat(missed.toString()).contains("not called after too many failures"));
    assertThat(keys).hasSize(3);
  }

  private WebhookChannel channel() {
    var limits = new GuardConfig(TIMEOUT.multipliedBy(2), 4, 4, 3, 100, PAUSE);
    var guard = Guard.create("webhook ops", limits, new Metrics());
    var outbound =
        new Outbound("webhook ops", TIMEOUT, TIMEOUT, OpenTelemetry.noop()).guardedBy(guard);
    return new WebhookChannel(url("/hook"), URI.create("https://aramaki.test"), outbound);
  }

  private static Message message() {
    var key = new AlertKey("orgs/o/systems/web", "orgs/o/checks/http", "orgs/o/agents/host1");
    var alert =
        new Alert(
            key,
            1,
            new Alert.State.Firing(Optional.empty()),
            Severity.CRITICAL,
            Map.of("check", "http"),
            "HTTP CRITICAL",
            1,
            NOW,
            NOW,
            "");
    var notification =
        new Notification(
            "key-1",
            "ops",
            "{}:{check=\"http\"}",
            1,
            Map.of("check", "http"),
            List.of(Subject.of(alert)),
            List.of(),
            new Notification.Progress.Claimed(NOW),
            0,
            "",
            NOW);
    return new Message(notification, List.of(alert), List.of());
  }

  private void answer(int status) {
    server.createContext("/", exchange -> take(exchange, status));
  }

  private void take(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /// @return whether the test is over
  private boolean await(Duration longest) {
    try {
      return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
