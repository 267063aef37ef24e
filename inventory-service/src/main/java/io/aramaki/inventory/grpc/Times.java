package io.aramaki.inventory.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/// Times on the wire.
final class Times {
  private Times() {}

  static Timestamp timestamp(Instant instant) {
    long seconds = instant.getEpochSecond();
    int nanos = instant.getNano();
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  /// Whole milliseconds, which every store keeps.
  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochMilli(
        Math.addExact(
            Math.multiplyExact(timestamp.getSeconds(), 1_000L), timestamp.getNanos() / 1_000_000));
  }

  static Duration duration(java.time.Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNano();
    return Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  static java.time.Duration duration(Duration duration) {
    return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
