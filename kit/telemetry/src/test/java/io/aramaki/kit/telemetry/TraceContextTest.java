package io.aramaki.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
  private static final String TEXT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
      })
  void text_malformed_meansNoTrace(String text) {
    assertThat(TraceContext.span(text).isValid()).isFalse();
    assertThat(TraceContext.isSampled(text)).isFalse();
    assertThat(TraceContext.of(TraceContext.parent(text))).isEmpty();
  }

  @Test
  void text_farTooLong_meansNoTrace() {
    assertThat(TraceContext.span("01" + TEXT.substring(2) + "-" + "x".repeat(1000)).isValid())
        .isFalse();
  }

  @Test
  void text_readAndWritten_isTheSame() {
    assertThat(TraceContext.of(TraceContext.parent(TEXT))).contains(TEXT);
    assertThat(TraceContext.isSampled(TEXT)).isTrue();
    assertThat(TraceContext.span(TEXT).isRemote()).isTrue();
  }

  @Test
  void text_ofALaterVersion_isReadAsFarAsKnown() {
    assertThat(TraceContext.of(TraceContext.parent("01" + TEXT.substring(2) + "-more")))
        .contains(TEXT);
  }

  @Test
  void text_notSampled_isCarriedOnAsSuch() {
    String text = TEXT.substring(0, TEXT.length() - 1) + "0";

    assertThat(TraceContext.isSampled(text)).isFalse();
    assertThat(TraceContext.of(TraceContext.parent(text))).contains(text);
  }

  @Test
  void context_withoutSpan_hasNoText() {
    assertThat(TraceContext.current()).isEmpty();
  }

  @Test
  void span_startedUnderParent_staysInItsTrace() {
    // Given
    try (var telemetry = Telemetry.start(TelemetryConfig.none(), "test", "i1")) {
      Context parent = TraceContext.parent(TEXT);

      // When
      Span span = telemetry.tracer("t").spanBuilder("work").setParent(parent).startSpan();

      // Then
      assertThat(span.getSpanContext().getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
      assertThat(TraceContext.of(span.getSpanContext()))
          .hasValueSatisfying(text -> assertThat(text).isNotEqualTo(TEXT).hasSize(TEXT.length()));
    }
  }
}
