package io.aramaki.inventory.grpc.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.v1.Dispatch;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.key.MemoryKeyStore;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.kit.security.SealedBox;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.telemetry.TraceContext;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DispatchesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String REQUEST = "00-" + TRACE + "-b7ad6b7169203331-01";

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider tracing =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
  @TempDir private Path directory;
  private OrganisationKeys keys;
  private Dispatches dispatches;

  @BeforeEach
  void openKeys() {
    var random = new SecureRandom();
    keys =
        OrganisationKeys.open(
            new MemoryKeyStore(),
            SealedBox.openOrCreate(directory.resolve("key"), random),
            random,
            Clock.systemUTC());
    dispatches =
        new Dispatches(keys, new Names(keys.org().value()), tracing.get("io.aramaki.inventory"));
  }

  @Test
  void dispatch_ofATracedRequest_isASpanBetweenTheRequestAndTheAgent() {
    // When
    Dispatch dispatch = sign(order(REQUEST));

    // Then
    assertThat(spans.getFinishedSpanItems()).hasSize(1);
    SpanData span = spans.getFinishedSpanItems().getFirst();
    assertThat(span.getName()).isEqualTo("dispatch run");
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(TraceContext.of(span.getSpanContext())).contains(dispatch.getTraceparent());
  }

  @Test
  void dispatch_ofARequestWithoutATrace_isTheBeginningOfOne() {
    // When
    Dispatch dispatch = sign(order(""));

    // Then
    SpanData span = spans.getFinishedSpanItems().getFirst();
    assertThat(dispatch.getTraceparent()).contains(span.getTraceId());
  }

  @Test
  void dispatch_saysWhatWasOrdered_signedByTheActionKeyOnly() {
    // When
    Dispatch dispatch = sign(order(REQUEST));

    // Then
    String org = "orgs/" + keys.org().value();
    assertThat(dispatch.getAgent()).isEqualTo(org + "/agents/a1");
    assertThat(dispatch.getSystem()).isEqualTo(org + "/systems/web");
    assertThat(dispatch.getAction()).isEqualTo(org + "/actions/flush");
    assertThat(dispatch.getRun())
        .isEqualTo(org + "/actions/flush/runs/00000000-0000-0000-0000-000000000007");
    assertThat(dispatch.getBoot()).isEqualTo(42);
    assertThat(dispatch.getApprovalsList()).containsExactly("orgs/x/users/alice");
    assertThat(dispatch.getParametersMap()).containsExactly(Map.entry("zone", "all"));
    assertThat(dispatch.getRemaining().getSeconds()).isEqualTo(59);
    assertThat(dispatch.getDefinitionSha256().toByteArray()).hasSize(32).containsOnly(0xab);
  }

  private Dispatch sign(RunOrder order) {
    return Signatures.verify(
        dispatches.sign(order, 42, Duration.ofSeconds(59)),
        keys.trusted(),
        Purpose.ACTION,
        Dispatch.getDefaultInstance());
  }

  private static RunOrder order(String traceparent) {
    var now = Instant.parse("2026-01-02T03:04:05Z");
    return new RunOrder(
        new RunId(new ActionId("flush"), new UUID(0, 7)),
        new SystemId("web"),
        new AgentId("a1"),
        "orgs/x/users/alice",
        Map.of("zone", "all"),
        List.of("/usr/bin/flush"),
        "ab".repeat(32),
        Duration.ofSeconds(30),
        now,
        now.plusSeconds(60),
        traceparent);
  }
}
