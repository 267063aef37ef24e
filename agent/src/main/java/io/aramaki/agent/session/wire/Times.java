package io.aramaki.agent.session.wire;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/// Times and spans on the wire.
public final class Times {
  private Times() {}

  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  public static com.google.protobuf.Duration span(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /// Reads a span; one that no clock can measure becomes a very long one.
  public static Duration span(com.google.protobuf.Duration span) {
    long seconds = Math.clamp(span.getSeconds(), 0, Duration.ofDays(3650).toSeconds());
    return Duration.ofSeconds(seconds, Math.clamp(span.getNanos(), 0, 999_999_999));
  }
}
