package io.aramaki.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.config.ConfigException;
import io.aramaki.kit.config.Configs;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TelemetryTest {
  private final Metrics metrics = new Metrics();

  @Test
  void spans_withoutEndpoint_haveIdsAndAreSampled() {
    try (var telemetry = Telemetry.start(TelemetryConfig.none(), "test", "i1", metrics)) {
      Span span = telemetry.tracer("t").spanBuilder("work").startSpan();

      assertThat(span.getSpanContext().isValid()).isTrue();
      assertThat(span.getSpanContext().isSampled()).isTrue();
      assertThat(metrics.text()).doesNotContain("spans_total");
    }
  }

  @Test
  void spans_ofRatioZero_haveIdsAndAreNotSampled() {
    var config = new TelemetryConfig(Optional.empty(), 0);

    try (var telemetry = Telemetry.start(config, "test", "i1", metrics)) {
      Span span = telemetry.tracer("t").spanBuilder("work").startSpan();

      assertThat(span.getSpanContext().isValid()).isTrue();
      assertThat(span.getSpanContext().isSampled()).isFalse();
    }
  }

  @Test
  void spans_withEndpoint_arriveWithTheirResource() throws Exception {
    // Given
    try (var receiver = new OtlpReceiver(200)) {
      var telemetry = Telemetry.start(config(receiver.uri() + "/"), "monitoring", "m1", metrics);
      Span span = telemetry.tracer("t").spanBuilder("journal write").startSpan();
      span.end();

      // When
      telemetry.close();

      // Then
      assertThat(receiver.received).hasSize(1);
      ResourceSpans spans = receiver.received.getFirst();
      assertThat(
              spans.getResource().getAttributesList().stream()
                  .filter(attribute -> attribute.getKey().startsWith("service"))
                  .collect(Collectors.toMap(a -> a.getKey(), a -> a.getValue().getStringValue())))
          .isEqualTo(
              Map.of(
                  "service.namespace", "aramaki",
                  "service.name", "monitoring",
                  "service.instance.id", "m1"));
      assertThat(spans.getScopeSpans(0).getSpans(0).getName()).isEqualTo("journal write");
      assertThat(metrics.text())
          .contains("aramaki_telemetry_spans_total{outcome=\"sent\"} 1\n")
          .contains("aramaki_telemetry_spans_total{outcome=\"lost\"} 0\n");
    }
  }

  @Test
  void spans_refusedByTheReceiver_areCountedAsLost() throws Exception {
    // Given
    try (var receiver = new OtlpReceiver(400)) {
      var telemetry = Telemetry.start(config(receiver.uri().toString()), "test", "i1", metrics);
      telemetry.tracer("t").spanBuilder("work").startSpan().end();

      // When
      telemetry.close();

      // Then
      assertThat(metrics.text()).contains("spans_total{outcome=\"lost\"} 1\n");
    }
  }

  @Test
  void close_withReceiverAway_returnsWithinABound() {
    // Given
    var telemetry = Telemetry.start(config("http://127.0.0.1:1"), "test", "i1", metrics);
    telemetry.tracer("t").spanBuilder("work").startSpan().end();
    long start = System.nanoTime();

    // When
    telemetry.close();

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void config_wrong_isRefusedAtItsKey() {
    assertThatThrownBy(() -> parse("sample-ratio: 1.5"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("t:1: sample-ratio: must be 0 to 1, was 1.5");
    assertThatThrownBy(() -> parse("otlp-endpoint: grpc://x:1"))
        .hasMessageContaining("t:1: otlp-endpoint: must be http://host:port");
    assertThatThrownBy(() -> parse("endpoint: http://x:1"))
        .hasMessageContaining("did you mean \"otlp-endpoint\"?");
  }

  @Test
  void config_keysAndDefaults_arePinned() {
    assertThat(parse("")).isEqualTo(TelemetryConfig.none());
    assertThat(parse("{otlp-endpoint: 'http://h:4318', sample-ratio: 0.1}"))
        .isEqualTo(new TelemetryConfig(Optional.of(URI.create("http://h:4318")), 0.1));
  }

  private static TelemetryConfig parse(String yaml) {
    return Configs.parse(yaml, "t", Map.of(), TelemetryConfig.class);
  }

  private static TelemetryConfig config(String endpoint) {
    return new TelemetryConfig(Optional.of(URI.create(endpoint)), 1);
  }
}
