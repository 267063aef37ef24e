package io.aramaki.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.aramaki.kit.grpc.error.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "-62135596801, 0",
    "253402300800, 0",
    "0, -1",
    "0, 1000000000",
    "9223372036854775807, 0"
  })
  void timeThatDoesNotExist_isRefused(long seconds, int nanos) {
    // Given
    var time = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    // When Then
    assertThatThrownBy(() -> Times.instant("start_time", time))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo("INVALID_TIME"))
        .hasMessageContaining("start_time");
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "315576000001, 0", "0, -1", "1, 1000000000"})
  void spanThatDoesNotExist_isRefused(long seconds, int nanos) {
    // Given
    var span =
        com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    // When Then
    assertThatThrownBy(() -> Times.span("ttl", span)).isInstanceOf(Refusal.class);
  }

  @Test
  void timeAndSpan_comeBackAsTheyWere() {
    // Given
    var time = Instant.parse("2026-11-21T03:04:05.678901234Z");
    var span = Duration.ofSeconds(90, 5);
    // When Then
    assertThat(Times.instant("t", Times.timestamp(time))).isEqualTo(time);
    assertThat(Times.span("s", Times.duration(span))).isEqualTo(span);
  }
}
