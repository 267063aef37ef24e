package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.Hardness;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class MonitoringTracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";

  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                  .addSpanProcessor(new Collector())
                  .build())
          .build();
  private final MonitoringTracing tracing = new MonitoringTracing(telemetry);

  private final class Collector implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  private static CheckResult result(String traceparent) {
    return new CheckResult(
        "s", "orgs/o/checks/c", Status.CRITICAL, "", Instant.EPOCH, Duration.ZERO, traceparent, 1);
  }

  private static StateChange change() {
    return new StateChange(
        "orgs/o/checks/c",
        "s",
        "a",
        Status.OK,
        Status.CRITICAL,
        Hardness.HARD,
        1,
        1,
        "",
        Instant.EPOCH,
        Instant.EPOCH,
        Map.of(),
        "",
        Status.OK);
  }

  @Test
  void result_evaluation_andChange_hangOnEachOther() {
    // When
    String evaluated = tracing.evaluated("a", result(SAMPLED));
    String changed = tracing.changed(evaluated, change());

    // Then
    assertThat(spans)
        .extracting(SpanData::getName)
        .containsExactly("monitoring evaluate", "monitoring state change");
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(TRACE);
    assertThat(spans.get(0).getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(spans.get(1).getParentSpanId()).isEqualTo(spans.get(0).getSpanId());
    assertThat(changed).contains(spans.get(1).getSpanId());
  }

  @Test
  void unsampledResult_costsNoSpan() {
    // When
    String evaluated = tracing.evaluated("a", result(UNSAMPLED));

    // Then
    assertThat(evaluated).isEqualTo(UNSAMPLED);
    assertThat(tracing.changed(evaluated, change())).isEqualTo(UNSAMPLED);
    assertThat(spans).isEmpty();
  }

  @Test
  void changeThatNoResultMade_beginsATrace() {
    // When
    String changed = tracing.changed("", change());

    // Then
    assertThat(TraceContext.isSampled(changed)).isTrue();
    assertThat(spans).hasSize(1);
  }

  @Test
  void journalWrite_isInEachSampledTrace_andLinkedToTheBatch() {
    // Given
    var batch = telemetry.getTracer("test").spanBuilder("batch").startSpan();
    var key = new BatchKey(1, 1);
    String other = "00-11111111111111111111111111111111-2222222222222222-01";

    // When
    try (var _ = batch.makeCurrent()) {
      tracing.around(
          List.of(SAMPLED, other, UNSAMPLED),
          key,
          () -> telemetry.getTracer("test").spanBuilder("cassandra").startSpan().end());
    }

    // Then
    assertThat(spans)
        .extracting(SpanData::getName)
        .containsExactly("cassandra", "monitoring journal write", "monitoring journal write");
    assertThat(spans.get(0).getParentSpanId()).isEqualTo(spans.get(1).getSpanId());
    assertThat(spans.get(1).getTraceId()).isEqualTo(TRACE);
    assertThat(spans.get(1).getLinks().getFirst().getSpanContext())
        .isEqualTo(batch.getSpanContext());
    assertThat(spans.get(2).getTraceId()).isEqualTo("1".repeat(32));
    assertThat(spans.get(2).getLinks()).hasSize(2);
  }

  @Test
  void batchWithoutSampledResults_leavesNoSpan() {
    // When
    tracing.around(
        List.of(UNSAMPLED),
        new BatchKey(1, 1),
        () -> telemetry.getTracer("test").spanBuilder("cassandra").startSpan().end());

    // Then
    assertThat(spans).isEmpty();
  }
}
