package io.aramaki.kit.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/// Counts what became of the spans.
final class CountedExporter implements SpanExporter {
  private final SpanExporter exporter;
  private final Counter sent;
  private final Counter lost;

  CountedExporter(SpanExporter exporter, Metrics metrics) {
    this.exporter = exporter;
    Counter spans =
        metrics.counter(
            "aramaki_telemetry_spans_total", "Spans handed to the OTLP receiver.", "outcome");
    this.sent = spans.with("sent");
    this.lost = spans.with("lost");
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> (result.isSuccess() ? sent : lost).add(spans.size()));
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
