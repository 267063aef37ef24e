package io.aramaki.kit.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.Callers.Approach;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.kit.grpc.testbed.Until;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrpcClientsTest {
  @TempDir Path directory;
  private Testbed testbed;
  private final Spans spans = new Spans();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private final CountDownLatch testEnds = new CountDownLatch(1);

  private static final class Spans implements SpanExporter {
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
      ended.addAll(batch);
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

    SpanData only(SpanKind kind, String name) {
      return ended.stream()
          .filter(span -> span.getKind() == kind && span.getName().endsWith(name))
          .reduce((_, _) -> {
            throw new AssertionError("more than one " + kind + " " + name + ": " + ended);
          })
          .orElseThrow(() -> new AssertionError("no " + kind + " " + name + ": " + ended));
    }
  }

  @BeforeEach
  void start() {
    testbed =
        Testbed.start(
            directory,
            new Contract()
                .unary("Read", "callers: SERVICE", this::flaky)
                .unary("Change", "callers: SERVICE change: true", this::flaky)
                .unary("Hang", "callers: SERVICE", this::hang)
                .unary("Bug", "callers: SERVICE", this::bug),
            SystemOf.systems(),
            security -> security,
            builder -> builder.telemetry(telemetry));
  }

  @AfterEach
  void stop() {
    testEnds.countDown();
    testbed.close();
    telemetry.close();
  }

  private DynamicMessage flaky(DynamicMessage request) {
    attempts.incrementAndGet();
    if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw Errors.unavailable("NOT_YET", "not yet", Duration.ofMillis(1));
    }
    return testbed.contract().note("text", Span.current().getSpanContext().getTraceId());
  }

  private DynamicMessage hang(DynamicMessage request) {
    try {
      boolean _ = testEnds.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return request;
  }

  private DynamicMessage bug(DynamicMessage request) {
    throw new IllegalStateException("a bug");
  }

  private ClientChannel channel() {
    return GrpcClients.builder(
            testbed.target(), testbed.organisation().service("monitoring"), Testbed.NAME)
        .retrying(testbed.contract().descriptor())
        .telemetry(telemetry)
        .deadline(Duration.ofSeconds(2))
        .open();
  }

  private static Approach over(ClientChannel channel) {
    return new Approach(channel, new Metadata());
  }

  @Test
  void serverThatIsAway_isUnavailable_withinTheDeadline() {
    // Given
    try (var channel = channel()) {
      testbed.server().close();
      // When
      var error = testbed.refusal(over(channel), "Read", testbed.contract().note());
      // Then
      assertThat(error.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    }
  }

  @Test
  void serverThatHangs_isGivenUpAtTheDefaultDeadline() {
    // Given
    try (var channel = channel()) {
      // When
      var error = testbed.refusal(over(channel), "Hang", testbed.contract().note());
      // Then
      assertThat(error.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void read_thatIsUnavailable_isTriedAgain() {
    // Given
    failuresLeft.set(2);
    try (var channel = channel()) {
      // When
      testbed.call(over(channel), "Read", testbed.contract().note());
      // Then
      assertThat(attempts).hasValue(3);
    }
  }

  @Test
  void change_thatIsUnavailable_isNotTriedAgain() {
    // Given
    failuresLeft.set(1);
    try (var channel = channel()) {
      // When
      var error = testbed.refusal(over(channel), "Change", testbed.contract().note());
      // Then
      assertThat(Testbed.reason(error)).isEqualTo("NOT_YET");
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void serverInTrouble_getsNoRetriesBeyondTheBudget() {
    // Given
    failuresLeft.set(Integer.MAX_VALUE);
    try (var channel = channel()) {
      // When
      for (int i = 0; i < 20; i++) {
        var _ = testbed.refusal(over(channel), "Read", testbed.contract().note());
      }
      // Then
      assertThat(attempts.get()).isBetween(20, 40);
    }
  }

  @Test
  void trace_ofTheCaller_goesOnInTheServer() {
    // Given
    Span parent = telemetry.getTracer("test").spanBuilder("work").startSpan();
    try (var channel = channel();
        Scope _ = parent.makeCurrent()) {
      // When
      var answer = testbed.call(over(channel), "Read", testbed.contract().note());
      // Then
      assertThat(Contract.text(answer, "text")).isEqualTo(parent.getSpanContext().getTraceId());
      Until.holds("both spans have ended", () -> spans.ended.size() == 2);
      SpanData client = spans.only(SpanKind.CLIENT, "test.v1.Probe/Read");
      SpanData server = spans.only(SpanKind.SERVER, "test.v1.Probe/Read");
      assertThat(client.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
      assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
    }
  }

  @Test
  void errorOfABug_carriesTheTraceInWhichItHappened() {
    // Given
    try (var channel = channel()) {
      // When
      var error = testbed.refusal(over(channel), "Bug", testbed.contract().note());
      // Then
      Until.holds("both spans have ended", () -> spans.ended.size() == 2);
      SpanData server = spans.only(SpanKind.SERVER, "test.v1.Probe/Bug");
      assertThat(Errors.infoOf(error).orElseThrow().getMetadataMap())
          .containsEntry("trace", server.getTraceId());
    }
  }

  @Test
  void audit_carriesTheTraceOfTheCall() {
    // Given
    try (var channel = channel()) {
      // When
      testbed.call(over(channel), "Change", testbed.contract().note());
      // Then
      Until.holds("both spans have ended", () -> spans.ended.size() == 2);
      assertThat(testbed.organisation().audit().entries())
          .singleElement()
          .satisfies(entry ->
              assertThat(entry.trace())
                  .isEqualTo(spans.only(SpanKind.SERVER, "Change").getTraceId()));
    }
  }

  @Test
  void caller_withoutATrace_startsOneInTheServer() {
    // When
    testbed.call(testbed.by(CallerKind.SERVICE, "Read"), "Read", testbed.contract().note());
    // Then
    Until.holds("the span has ended", () -> spans.ended.size() == 1);
    assertThat(spans.only(SpanKind.SERVER, "Read").getParentSpanContext().isValid()).isFalse();
  }
}
