package io.aramaki.gateway.edge;

import static io.aramaki.gateway.edge.DoorFixture.OBSERVE;
import static io.aramaki.gateway.edge.DoorFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.ObserveRequest;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelaySpansTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  @TempDir private Path directory;

  @Test
  void batchWithTraceparents_getsASpanInEachTrace() throws Exception {
    // Given
    var exporter = new Kept();
    var telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    try (telemetry;
        var fixture = new DoorFixture(directory, telemetry)) {
      var agent = fixture.client(fixture.org.agent("a1")).call(OBSERVE);
      var upstream = fixture.monitoring.nextCall().request(2);
      byte[] batch =
          ObserveRequest.newBuilder()
              .setBatch(
                  Batch.newBuilder()
                      .setContent(ByteString.copyFrom(new byte[40_000]))
                      .addTraceparents("00-" + TRACE + "-" + PARENT + "-01")
                      .addTraceparents("nonsense")
                      .addTraceparents("00-" + TRACE.replace('0', '1') + "-" + PARENT + "-01"))
              .build()
              .toByteArray();

      // When
      agent.send(batch);

      // Then
      assertThat(upstream.next()).isEqualTo(batch);
      waitUntil(() -> exporter.spans.size() == 2);
      assertThat(exporter.spans)
          .allSatisfy(span -> {
            assertThat(span.getName()).isEqualTo("gateway relay");
            assertThat(span.getParentSpanId()).isEqualTo(PARENT);
          })
          .extracting(SpanData::getTraceId)
          .containsExactlyInAnyOrder(TRACE, TRACE.replace('0', '1'));
    }
  }

  /// Keeps spans.
  private static final class Kept implements SpanExporter {
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
