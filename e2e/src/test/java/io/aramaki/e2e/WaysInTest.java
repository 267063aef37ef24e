package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.peer.RealPrometheus;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What programs send that know nothing of us: a real Prometheus by remote_write, a real SDK of
/// OpenTelemetry over HTTP and gRPC.
@ExtendWith(World.Resolver.class)
final class WaysInTest {
  private final World world;

  WaysInTest(World world) {
    this.world = world;
  }

  private URI door(String path) {
    return world.instance.connection().url().resolve(path);
  }

  /// The values of the one series of a metric, by time.
  private NavigableMap<Long, Double> read(String system, String metric) throws IOException {
    var samples = new TreeMap<Long, Double>();
    JsonNode answer =
        world
            .instance
            .api()
            .get(
                "/v1/orgs/-/systems/" + system + "/samples",
                Map.of(
                    "metric", metric,
                    "start_time", Instant.now().minus(Duration.ofHours(1)).toString(),
                    "end_time", Instant.now().plus(Duration.ofMinutes(10)).toString()));
    for (JsonNode series : answer.path("series")) {
      for (int i = 0; i < series.path("times_ms").size(); i++) {
        double value = series.path("values").get(i).asDouble();
        if (!Double.isNaN(value)) { // A scrape that failed ends the series until the next one.
          samples.put(series.path("times_ms").get(i).asLong(), value);
        }
      }
    }
    return samples;
  }

  @Test
  @Tag("prometheus")
  void prometheus_remoteWrite_itsSamplesAreReadAsItHasThem() throws Exception {
    // Given
    String token = world.writer("e2e-prometheus");
    String metric = "process_cpu_seconds_total";
    var directory = world.instance.home().resolve("prometheus");
    try (var prometheus =
        new RealPrometheus(
            directory, door("/api/v1/write"), token, world.instance.certificateAuthority())) {

      // When
      Eventually.holds("10 samples", World.SOON, () -> read("e2e-prometheus", metric).size() >= 10);

      // Then
      var ours = read("e2e-prometheus", metric);
      var its = new TreeMap<Long, Double>();
      for (JsonNode point : prometheus.query(metric + "[1h]").path(0).path("values")) {
        its.put(Math.round(point.get(0).asDouble() * 1_000), point.get(1).asDouble());
      }
      assertThat(its).containsAllEntriesOf(ours);
      assertThat(its.headMap(ours.lastKey(), true)).isEqualTo(ours);
      assertThat(
              prometheus
                  .query("prometheus_remote_storage_samples_failed_total")
                  .path(0)
                  .path("value")
                  .path(1)
                  .asText())
          .isEqualTo("0");
    }
  }

  @Test
  void openTelemetry_overHttp_isRead() throws Exception {
    String token = world.writer("e2e-otlp-http");
    export(
        "e2e-otlp-http",
        OtlpHttpMetricExporter.builder()
            .setEndpoint(door("/v1/metrics").toString())
            .addHeader("authorization", "Bearer " + token)
            .setTrustedCertificates(Files.readAllBytes(world.instance.certificateAuthority()))
            .setCompression("gzip")
            .build());
  }

  @Test
  void openTelemetry_overGrpc_isRead() throws Exception {
    String token = world.writer("e2e-otlp-grpc");
    export(
        "e2e-otlp-grpc",
        OtlpGrpcMetricExporter.builder()
            .setEndpoint("https://localhost:" + world.instance.port("gateway-otlp"))
            .addHeader("authorization", "Bearer " + token)
            .setTrustedCertificates(Files.readAllBytes(world.instance.certificateAuthority()))
            .build());
  }

  private void export(String system, MetricExporter exporter) throws IOException {
    // Given
    var resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop"));
    try (var meters =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(
                PeriodicMetricReader.builder(exporter).setInterval(Duration.ofHours(1)).build())
            .build()) {
      var meter = meters.get("e2e");
      var orders = meter.counterBuilder("orders").setUnit("{order}").build();
      var took = meter.histogramBuilder("order.duration").setUnit("s").build();
      orders.add(3, Attributes.of(AttributeKey.stringKey("pay"), "card"));
      orders.add(4, Attributes.of(AttributeKey.stringKey("pay"), "card"));
      took.record(0.25);
      took.record(0.75);

      // When
      assertThat(meters.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    // Then
    assertThat(read(system, "orders_total").values()).contains(7.0);
    assertThat(read(system, "order_duration_seconds_sum").values()).contains(1.0);
    assertThat(read(system, "order_duration_seconds_count").values()).contains(2.0);
  }

  @Test
  void badBodies_getTheirStatus() throws Exception {
    // Given
    String token = world.writer("e2e-bad-bodies");
    var client = HttpClient.newBuilder().sslContext(world.trust()).build();
    record Case(String path, String type, String encoding, String body, String token, int status) {}
    String rubbish = "rubbish";
    var cases =
        List.of(
            new Case("/api/v1/write", "application/x-protobuf", "snappy", rubbish, token, 400),
            new Case("/api/v1/write", "text/plain", "snappy", rubbish, token, 415),
            new Case("/api/v1/write", "application/x-protobuf", "gzip", rubbish, token, 415),
            new Case("/api/v1/write", "application/x-protobuf", "snappy", rubbish, "wrong", 401),
            new Case(
                "/api/v1/write?system=" + world.host,
                "application/x-protobuf",
                "snappy",
                "\0",
                token,
                403),
            new Case("/v1/metrics", "application/x-protobuf", "gzip", rubbish, token, 400),
            new Case("/v1/metrics", "application/json", "identity", rubbish, token, 400),
            new Case("/v1/metrics", "text/plain", "identity", rubbish, token, 415),
            new Case("/v1/metrics", "application/x-protobuf", "identity", rubbish, "wrong", 401));
    for (var one : cases) {
      // When
      var request =
          HttpRequest.newBuilder(door(one.path))
              .header("content-type", one.type)
              .header("content-encoding", one.encoding)
              .header("authorization", "Bearer " + one.token)
              .POST(BodyPublishers.ofString(one.body))
              .build();
      var answer = client.send(request, BodyHandlers.ofString());

      // Then
      assertThat(answer.statusCode())
          .as("%s %s %s: %s", one.path, one.type, one.encoding, answer.body())
          .isEqualTo(one.status);
    }
  }
}
