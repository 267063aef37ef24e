package io.aramaki.gateway.grpc.page;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;

/// Times of the protos as times of the JDK. What is absent, zero or out of range is no time.
final class Times {
  private Times() {}

  static Optional<Instant> of(boolean present, Timestamp timestamp) {
    boolean inRange =
        timestamp.getSeconds() > Instant.MIN.getEpochSecond()
            && timestamp.getSeconds() < Instant.MAX.getEpochSecond();
    return present && inRange
        ? Optional.of(Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()))
        : Optional.empty();
  }

  static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Optional<java.time.Duration> of(boolean present, Duration duration) {
    return present
        ? Optional.of(java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos()))
        : Optional.empty();
  }
}
