package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.monitoring.v1.WriteSamplesRequest;
import io.aramaki.monitoring.v1.WriteSamplesResponse;
import io.aramaki.type.v1.Role;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The status of every case of OTLP, over HTTP and gRPC, at a running gateway.
@SuppressWarnings("NullAway.Init") // set before the first test
final class OtlpDoorTest {
  private static final String WRITE = "io.aramaki.monitoring.v1.WriteService/WriteSamples";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> SYSTEM =
      Metadata.Key.of("x-aramaki-system", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir private static Path directory;
  private static GatewayFixture gateway;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    gateway = new GatewayFixture(directory, Environment.system());
    gateway
        .people()
        .apiToken("of-one", "one")
        .grant("one", Role.WRITER, "web")
        .apiToken("of-all", "all")
        .grant("all", Role.WRITER)
        .apiToken("of-viewer", "viewer")
        .grant("viewer", Role.VIEWER);
    var trust =
        TlsContexts.anonymous(List.of(gateway.org().authority()), Clock.systemUTC()).trustManager();
    channel =
        Grpc.newChannelBuilder(
                gateway.address("otlp"),
                TlsChannelCredentials.newBuilder().trustManager(trust).build())
            .build();
  }

  @AfterAll
  static void close() {
    channel.shutdownNow();
    gateway.close();
  }

  @BeforeEach
  void reset() {
    gateway.script().answer(WRITE, WriteSamplesResponse.getDefaultInstance()).forgetCalls();
  }

  private static NumberDataPoint.Builder point() {
    return NumberDataPoint.newBuilder()
        .setAsDouble(1)
        .setTimeUnixNano(System.currentTimeMillis() * 1_000_000);
  }

  private static ExportMetricsServiceRequest request(Metric.Builder... metrics) {
    var request = ExportMetricsServiceRequest.newBuilder();
    var scope = request.addResourceMetricsBuilder().addScopeMetricsBuilder();
    for (var metric : metrics) {
      scope.addMetrics(metric);
    }
    return request.build();
  }

  private static Metric.Builder gauge() {
    var metric = Metric.newBuilder().setName("up");
    metric.getGaugeBuilder().addDataPoints(point());
    return metric;
  }

  private static Metric.Builder delta() {
    var metric = Metric.newBuilder().setName("hits");
    metric
        .getSumBuilder()
        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
        .addDataPoints(point());
    return metric;
  }

  private static HttpRequest.Builder post(String token, String type, byte[] body) {
    return gateway
        .request("/v1/metrics")
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return gateway.http().send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> binary(String token, Metric.Builder... metrics)
      throws Exception {
    return send(post(token, PROTOBUF, request(metrics).toByteArray()));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static String message(HttpResponse<byte[]> answer) throws InvalidProtocolBufferException {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
    return com.google.rpc.Status.parseFrom(answer.body()).getMessage();
  }

  private static List<WriteSamplesRequest> written() {
    return gateway.script().calls(WRITE).stream()
        .map(call -> (WriteSamplesRequest) call.request())
        .toList();
  }

  @Test
  void whoMayNotWrite_isRefused() throws Exception {
    var unknown = binary("unknown", gauge());
    var viewer = binary("of-viewer", gauge());
    var unnamed = binary("of-all", gauge());

    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(message(unknown)).contains("API_TOKEN_REFUSED");
    assertThat(viewer.statusCode()).isEqualTo(403);
    assertThat(unnamed.statusCode()).isEqualTo(400);
    assertThat(message(unnamed)).contains("X-Aramaki-System");
    assertThat(written()).isEmpty();
  }

  @Test
  void metrics_binaryOrJson_compressedOrNot_areWrittenAnd200() throws Exception {
    // Given
    byte[] body = request(gauge()).toByteArray();
    byte[] json =
        """
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"up","gauge":{"dataPoints":[
          {"asDouble":1,"timeUnixNano":"%d"}]}}]}]}]}
        """
            .formatted(System.currentTimeMillis() * 1_000_000)
            .getBytes(StandardCharsets.UTF_8);

    // When
    var plain = send(post("of-one", PROTOBUF, body));
    var packed = send(post("of-one", PROTOBUF, gzip(body)).header("Content-Encoding", "gzip"));
    var text = send(post("of-one", JSON + "; charset=utf-8", json));

    // Then
    for (var answer : List.of(plain, packed)) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
      assertThat(ExportMetricsServiceResponse.parseFrom(answer.body()))
          .isEqualTo(ExportMetricsServiceResponse.getDefaultInstance());
    }
    assertThat(text.statusCode()).isEqualTo(200);
    assertThat(new String(text.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(written()).hasSize(3).allMatch(request -> request.getParent().endsWith("/web"));
  }

  @Test
  void partThatCannotBeTaken_is200WithWhatWasRejected() throws Exception {
    // When
    var answer = binary("of-one", gauge(), delta());

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    var partial = ExportMetricsServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedDataPoints()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).contains("\"hits\"", "must be cumulative");
    assertThat(written()).hasSize(1);
  }

  @Test
  void seriesBeyondTheLimit_is200WithWhatMonitoringSays() throws Exception {
    // Given
    gateway
        .script()
        .answer(
            WRITE,
            WriteSamplesResponse.newBuilder()
                .setRefusedSamples(1)
                .setRefusal("SERIES_LIMIT: web is full")
                .build());

    // When
    var answer = binary("of-one", gauge());

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    var partial = ExportMetricsServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedDataPoints()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).contains("SERIES_LIMIT: web is full");
  }

  @Test
  void bodyThatIsNone_is400_otherKinds415_tooLarge413() throws Exception {
    var rubbish = send(post("of-one", PROTOBUF, new byte[] {1, 2, 3}));
    var noJson = send(post("of-one", JSON, new byte[] {'{'}));
    var noGzip = send(post("of-one", PROTOBUF, new byte[] {1}).header("Content-Encoding", "gzip"));
    var other = send(post("of-one", "text/plain", new byte[0]));
    var zstd = send(post("of-one", PROTOBUF, new byte[0]).header("Content-Encoding", "zstd"));
    var large =
        send(
            post("of-one", PROTOBUF, gzip(new byte[(16 << 20) + 1]))
                .header("Content-Encoding", "gzip"));

    assertThat(rubbish.statusCode()).isEqualTo(400);
    assertThat(message(rubbish)).contains("INVALID_SAMPLES");
    assertThat(noJson.statusCode()).isEqualTo(400);
    assertThat(new String(noJson.body(), StandardCharsets.UTF_8)).contains("\"message\"");
    assertThat(noGzip.statusCode()).isEqualTo(400);
    assertThat(other.statusCode()).isEqualTo(415);
    assertThat(zstd.statusCode()).isEqualTo(415);
    assertThat(large.statusCode()).isEqualTo(413);
  }

  @Test
  void monitoringFull_is429WithRetryAfter_andAway503() throws Exception {
    gateway
        .script()
        .fail(WRITE, Errors.exhausted("WRITES_FULL", "try again", Duration.ofSeconds(3)));
    var full = binary("of-one", gauge());
    gateway.script().fail(WRITE, Status.UNAVAILABLE.withDescription("away").asRuntimeException());
    var away = binary("of-one", gauge());

    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.headers().firstValue("Retry-After")).hasValue("3");
    assertThat(away.statusCode()).isEqualTo(503);
  }

  private static ExportMetricsServiceResponse export(
      String authorization, String system, Metric.Builder... metrics) {
    var headers = new Metadata();
    if (!authorization.isEmpty()) {
      headers.put(AUTHORIZATION, authorization);
    }
    if (!system.isEmpty()) {
      headers.put(SYSTEM, system);
    }
    return MetricsServiceGrpc.newBlockingStub(channel)
        .withCompression("gzip")
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .export(request(metrics));
  }

  private static StatusRuntimeException refused(String authorization, String system) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> export(authorization, system, gauge()));
  }

  @Test
  void grpc_whoMayNotWrite_isRefused() {
    assertThat(refused("", "").getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(refused("Bearer unknown", "").getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(refused("Digest x", "").getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(refused("Bearer of-viewer", "").getStatus().getCode())
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(refused("Bearer of-one", "db").getStatus().getCode())
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(refused("Bearer of-all", "").getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(written()).isEmpty();
  }

  @Test
  void grpc_metrics_areWritten_andWhatIsRejectedIsSaid() {
    // When
    var whole = export("Bearer of-one", "", gauge());
    var part = export("Bearer of-all", "db", gauge(), delta());

    // Then
    assertThat(whole.hasPartialSuccess()).isFalse();
    assertThat(part.getPartialSuccess().getRejectedDataPoints()).isEqualTo(1);
    assertThat(written())
        .extracting(request -> request.getParent().substring(gateway.orgName().length()))
        .containsExactly("/systems/web", "/systems/db");
  }

  @Test
  void grpc_monitoringFullOrAway_isSaidSoThatSendersComeAgain() {
    gateway
        .script()
        .fail(WRITE, Errors.exhausted("WRITES_FULL", "try again", Duration.ofSeconds(3)));
    var full = refused("Bearer of-one", "");
    gateway.script().fail(WRITE, Status.UNAVAILABLE.withDescription("away").asRuntimeException());
    var away = refused("Bearer of-one", "");

    assertThat(full.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(Errors.retryDelayOf(full)).hasValue(Duration.ofSeconds(3));
    assertThat(Errors.infoOf(full).orElseThrow().getReason()).isEqualTo("WRITES_FULL");
    assertThat(away.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
  }
}
