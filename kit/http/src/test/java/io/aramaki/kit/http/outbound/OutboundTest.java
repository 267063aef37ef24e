package io.aramaki.kit.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aramaki.kit.http.guard.Guard;
import io.aramaki.kit.http.guard.GuardConfig;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.Telemetry;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OutboundTest {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofMillis(300);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Telemetry telemetry = Telemetry.start(TelemetryConfig.none(), "test", "t1");
  private final Outbound outbound = new Outbound("peer", CONNECT, READ, telemetry);
  private @SuppressWarnings("NullAway.Init") HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    telemetry.close();
  }

  @Test
  void server_notListening_isNotSent() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(() -> outbound.exchange(get("http://127.0.0.1:" + port + "/")))
        .isInstanceOf(OutboundFailure.NotSent.class);
  }

  @Test
  void server_withoutAddress_isNotSent() {
    assertThatThrownBy(() -> outbound.exchange(get("http://no-such-host.invalid/")))
        .isInstanceOf(OutboundFailure.NotSent.class);
  }

  @Test
  void server_thatClosesWithoutAnswer_isNoAnswer() {
    assertThatThrownBy(() -> outbound.exchange(get(url("/drop"))))
        .isInstanceOf(OutboundFailure.NoAnswer.class);
  }

  @Test
  void server_thatSaysNothing_isNoAnswer() throws IOException {
    try (var silent = new ServerSocket(0, 1, LOOPBACK)) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";

      assertThatThrownBy(() -> outbound.exchange(get(url)))
          .isInstanceOf(OutboundFailure.NoAnswer.class);
    }
  }

  @Test
  void answer_ofAnyStatus_isAnAnswer() {
    OutboundResponse response = outbound.exchange(get(url("/500")));

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("no");
    assertThat(response.header("X-Reason")).contains("because");
  }

  @Test
  void answer_thatRedirects_isNotFollowed() {
    OutboundResponse response = outbound.exchange(get(url("/302")));

    assertThat(response.status()).isEqualTo(302);
    assertThat(seen).hasSize(1);
  }

  @Test
  void answer_farTooLong_isCutOff() {
    OutboundResponse response = outbound.exchange(get(url("/long")));

    assertThat(response.body()).hasSize(Outbound.BODY_MAX);
  }

  @Test
  void request_sent_carriesHeadersBodyAndTrace() {
    // Given
    var request =
        new OutboundRequest("POST", URI.create(url("/echo")), Map.of("X-Key", "k"), "h\u00e9llo");

    // When
    OutboundResponse response = outbound.exchange(request);

    // Then
    assertThat(response.body()).isEqualTo("h\u00e9llo");
    assertThat(seen.getFirst()).startsWith("POST /echo k 00-");
  }

  @Test
  void guard_open_isNotSentAndNothingIsSent() {
    // Given
    Outbound guarded = outbound.guardedBy(guard(Duration.ofSeconds(10)));
    assertThatThrownBy(() -> guarded.exchange(get(url("/drop"))))
        .isInstanceOf(OutboundFailure.NoAnswer.class);
    seen.clear();

    // When
    assertThatThrownBy(() -> guarded.exchange(get(url("/500"))))
        .isInstanceOf(OutboundFailure.NotSent.class)
        .hasMessageContaining("not called after too many failures");

    // Then
    assertThat(seen).isEmpty();
  }

  @Test
  void guard_givingUp_isNoAnswer() throws Exception {
    // Given
    Guard guard = guard(Duration.ofMillis(50));
    Outbound patient = new Outbound("peer", CONNECT, Duration.ofMinutes(1), telemetry);
    try (var silent = new ServerSocket(0, 1, LOOPBACK);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      OutboundRequest request = get("http://127.0.0.1:" + silent.getLocalPort() + "/");

      // When
      var call = threads.submit(() -> patient.guardedBy(guard).exchange(request));

      // Then
      assertThatThrownBy(call::get)
          .hasCauseInstanceOf(OutboundFailure.NoAnswer.class)
          .hasMessageContaining("did not answer within 50 ms");
    }
  }

  private static Guard guard(Duration timeout) {
    var config = new GuardConfig(timeout, 1, 0, 1, 1, Duration.ofMinutes(1));
    return Guard.create("peer", config, new Metrics());
  }

  private void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    String path = exchange.getRequestURI().getPath();
    seen.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            path,
            String.valueOf(headers.getFirst("X-Key")),
            String.valueOf(headers.getFirst("traceparent"))));
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (path) {
      case "/drop" -> exchange.close();
      case "/500" -> {
        exchange.getResponseHeaders().set("X-Reason", "because");
        send(exchange, 500, "no".getBytes(StandardCharsets.UTF_8));
      }
      case "/302" -> {
        exchange.getResponseHeaders().set("Location", url("/echo"));
        send(exchange, 302, body);
      }
      case "/long" -> send(exchange, 200, new byte[Outbound.BODY_MAX + 1]);
      default -> send(exchange, 200, body);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static OutboundRequest get(String url) {
    return new OutboundRequest("GET", URI.create(url), Map.of(), "");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }
}
