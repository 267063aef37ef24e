package io.aramaki.kit.grpc;

import com.google.protobuf.Timestamp;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import java.time.Duration;
import java.time.Instant;

/// Translates times and spans between Java and protobuf, and refuses what is neither.
public final class Times {
  /// The reason for a time or span that does not exist.
  public static final String INVALID = "INVALID_TIME";

  private static final long SECONDS_MIN = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long SECONDS_MAX = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final long SPAN_SECONDS_MAX = 315_576_000_000L;
  private static final int NANOS_MAX = 999_999_999;

  private Times() {}

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /// Reads a time of a request.
  ///
  /// @param field the path of the field, for the refusal
  /// @throws Refusal `INVALID_ARGUMENT`, reason `INVALID_TIME`, if it is not between the years 1
  ///   and 9999
  public static Instant instant(String field, Timestamp time) {
    if (time.getSeconds() < SECONDS_MIN
        || time.getSeconds() > SECONDS_MAX
        || time.getNanos() < 0
        || time.getNanos() > NANOS_MAX) {
      throw Errors.invalid(INVALID, field, "a time is between the years 1 and 9999");
    }
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  public static com.google.protobuf.Duration duration(Duration span) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(span.getSeconds())
        .setNanos(span.getNano())
        .build();
  }

  /// Reads a span of a request.
  ///
  /// @param field the path of the field, for the refusal
  /// @throws Refusal `INVALID_ARGUMENT`, reason `INVALID_TIME`, if it is negative or longer than
  ///   10,000 years
  public static Duration span(String field, com.google.protobuf.Duration span) {
    if (span.getSeconds() < 0
        || span.getSeconds() > SPAN_SECONDS_MAX
        || span.getNanos() < 0
        || span.getNanos() > NANOS_MAX) {
      throw Errors.invalid(INVALID, field, "a span is 0 s to 10,000 years");
    }
    return Duration.ofSeconds(span.getSeconds(), span.getNanos());
  }
}
