package io.aramaki.kit.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The process's OpenTelemetry. Spans always have ids, so that logs and stored traceparents agree;
/// they leave the process only if there is an endpoint. A receiver that is slow or away costs
/// spans, which are counted, and never the work that they are about.
public final class Telemetry implements OpenTelemetry, AutoCloseable {
  private static final int QUEUE_SPANS_MAX = 8192;
  private static final int BATCH_SPANS_MAX = 512;
  private static final Duration BATCH_DELAY = Duration.ofSeconds(1);
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(3);

  private final SdkTracerProvider traces;
  private final ContextPropagators propagators =
      ContextPropagators.create(W3CTraceContextPropagator.getInstance());

  private Telemetry(SdkTracerProvider traces) {
    this.traces = traces;
  }

  /// Starts it.
  ///
  /// @param service what the process is, `monitoring`
  /// @param instance which one of those
  /// @param metrics counts the spans that were sent and those that were lost
  public static Telemetry start(
      TelemetryConfig config, String service, String instance, Metrics metrics) {
    var resource =
        Resource.create(
            Attributes.builder()
                .put("service.namespace", "aramaki")
                .put("service.name", service)
                .put("service.instance.id", instance)
                .build());
    var traces =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampleRatio())));
    if (config.otlpEndpoint().isPresent()) {
      var exporter = new CountedExporter(exporter(config.otlpEndpoint().get()), metrics);
      traces.addSpanProcessor(
          BatchSpanProcessor.builder(exporter)
              .setMaxQueueSize(QUEUE_SPANS_MAX)
              .setMaxExportBatchSize(BATCH_SPANS_MAX)
              .setScheduleDelay(BATCH_DELAY)
              .setExporterTimeout(EXPORT_TIMEOUT)
              .build());
    }
    return new Telemetry(traces.build());
  }

  /// Starts it without counting; for processes that show no metrics.
  public static Telemetry start(TelemetryConfig config, String service, String instance) {
    return start(config, service, instance, new Metrics());
  }

  private static SpanExporter exporter(URI endpoint) {
    String base = endpoint.toString().replaceAll("/+$", "");
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(base + "/v1/traces")
        .setTimeout(EXPORT_TIMEOUT)
        .setConnectTimeout(EXPORT_TIMEOUT)
        .build();
  }

  /// Answers the tracer of a part of the process, by convention its Java package.
  public Tracer tracer(String part) {
    return traces.get(part);
  }

  @Override
  public TracerProvider getTracerProvider() {
    return traces;
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }

  /// Sends what has ended so far, within a bound.
  public void flush() {
    traces.forceFlush().join(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Sends what is left, within a bound, and ends.
  @Override
  public void close() {
    traces.shutdown().join(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
  }
}
