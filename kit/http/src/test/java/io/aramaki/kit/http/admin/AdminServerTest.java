package io.aramaki.kit.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.config.Configs;
import io.aramaki.kit.telemetry.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AdminServerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

  private final Health health = new Health();
  private final Metrics metrics = new Metrics();
  private final AdminServer server =
      AdminServer.start(
          HttpConfig.loopback(),
          new Instance("monitoring", "m1", CLOCK.instant().minusSeconds(60), CLOCK),
          health,
          metrics);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void host_notLoopbackWithoutTls_isRefused() {
    assertThatThrownBy(() -> start("0.0.0.0"))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("\"0.0.0.0\" is not a loopback address");
    assertThatThrownBy(() -> start("no-such-host.invalid"))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("has no address");
  }

  @Test
  void port_taken_isToldByItsNumber() {
    assertThatThrownBy(() -> start(new HttpConfig("127.0.0.1", server.port())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port());
  }

  @Test
  void request_forAnotherHostName_isRefused() throws Exception {
    String status;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /status HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
    }

    assertThat(status).startsWith("HTTP/1.1 421");
  }

  @Test
  void request_ofAnotherMethodOrPath_isNotFound() throws Exception {
    var path = get("/admin");
    var method =
        client.send(
            HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(path.statusCode()).isEqualTo(404);
    assertThat(path.body()).contains("not GET /admin");
    assertThat(method.statusCode()).isEqualTo(404);
  }

  @Test
  void ready_withAPartDown_is503WithReasonAndFigures() throws Exception {
    // Given
    health.add("cassandra", () -> Part.up().with("open_requests", 3));
    health.add(
        "intake",
        () ->
            Part.down("nothing acknowledged for 40 s: \"disk\"\n")
                .with("last_ack_time", Instant.EPOCH)
                .with("oldest_unacked_seconds", Duration.ofMillis(40500))
                .with("load", Double.NaN));

    // When
    var response = get("/health/ready");

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo(
            """
            {"status":"NOT_READY","parts":{\
            "cassandra":{"ready":true,"figures":{"open_requests":3}},\
            "intake":{"ready":false,"reason":"nothing acknowledged for 40 s: \\"disk\\"\\n",\
            "figures":{"last_ack_time":"1970-01-01T00:00:00Z","oldest_unacked_seconds":40.5,\
            "load":null}}}}
            """);
  }

  @Test
  void ready_withAllPartsUp_is200() throws Exception {
    health.add("cassandra", Part::up);

    var response = get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"status\":\"READY\",\"parts\":{\"cassandra\":{\"ready\":true}}}\n");
  }

  @Test
  void ready_withAPartThatThrows_is503() throws Exception {
    health.add(
        "broken",
        () -> {
          throw new IllegalStateException("closed");
        });

    var response = get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("failed: java.lang.IllegalStateException: closed");
  }

  @Test
  void ready_withAPartThatHangs_answersInTimeAndAsksItOnce() throws Exception {
    // Given
    var asked = new AtomicInteger();
    var never = new CountDownLatch(1);
    health.add("fine", Part::up);
    health.add(
        "hangs",
        () -> {
          asked.incrementAndGet();
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return Part.up();
        });
    var first = get("/health/ready");

    // When
    var second = get("/health/ready");

    // Then
    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(second.body())
        .contains("\"fine\":{\"ready\":true}")
        .contains("does not say how it is within 2 s");
    assertThat(asked).hasValue(1);
    never.countDown();
  }

  @Test
  void live_always_is200() throws Exception {
    health.add("down", () -> Part.down("away"));

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"UP\"}\n");
  }

  @Test
  void status_shown_saysWhoAndHow() throws Exception {
    health.add("cassandra", () -> Part.down("away"));

    var response = get("/status");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"service\":\"monitoring\",\"instance\":\"m1\"")
        .contains("\"pid\":" + ProcessHandle.current().pid())
        .contains("\"start_time\":\"2026-11-21T09:59:00Z\",\"now\":\"2026-11-21T10:00:00Z\"")
        .contains("\"uptime_seconds\":60,\"status\":\"NOT_READY\"");
  }

  @Test
  void metrics_shown_areInThePrometheusFormat() throws Exception {
    metrics.counter("aramaki_x_total", "Things.").add(7);

    var response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain").contains("0.0.4"));
    assertThat(response.body())
        .contains("aramaki_x_total 7\n")
        .contains("process_cpu_seconds_total ");
  }

  @Test
  void server_closed_listensNoMore() {
    URI before = uri("/health/live");

    server.close();

    assertThatThrownBy(() -> get(before)).isInstanceOf(IOException.class);
  }

  @Test
  void part_addedTwice_isRefused() {
    health.add("a", Part::up);

    assertThatThrownBy(() -> health.add("a", Part::up)).hasMessageContaining("\"a\"");
  }

  @Test
  void config_keysAndDefaults_arePinned() {
    assertThat(Configs.parse("", "h", Map.of(), HttpConfig.class)).isEqualTo(HttpConfig.loopback());
    assertThat(Configs.parse("{host: '::1', port: 1}", "h", Map.of(), HttpConfig.class))
        .isEqualTo(new HttpConfig("::1", 1));
    assertThatThrownBy(() -> Configs.parse("port: 65536", "h", Map.of(), HttpConfig.class))
        .hasMessage("h:1: port: must be 0 to 65535, was 65536");
  }

  private void start(String host) {
    start(new HttpConfig(host, 0));
  }

  private void start(HttpConfig config) {
    AdminServer.start(config, Instance.started("monitoring", "m1", CLOCK), health, metrics).close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(uri(path));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://" + server.address() + path);
  }
}
