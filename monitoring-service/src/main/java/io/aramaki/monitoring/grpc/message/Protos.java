package io.aramaki.monitoring.grpc.message;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.aramaki.monitoring.domain.check.Hardness;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.type.v1.CheckStatus;
import java.time.Instant;

/// The translations that every message needs: times, spans, statuses.
public final class Protos {
  private Protos() {}

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /// Reads a time; the epoch if it is out of the range that timestamps have.
  public static Instant instant(Timestamp time) {
    boolean valid =
        time.getSeconds() >= -62_135_596_800L
            && time.getSeconds() < 253_402_300_800L
            && time.getNanos() >= 0
            && time.getNanos() < 1_000_000_000;
    return valid ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos()) : Instant.EPOCH;
  }

  public static Duration duration(java.time.Duration span) {
    return Duration.newBuilder().setSeconds(span.getSeconds()).setNanos(span.getNano()).build();
  }

  /// Reads a span; zero if it is out of the range that durations have, or negative.
  public static java.time.Duration span(Duration span) {
    boolean valid =
        span.getSeconds() >= 0
            && span.getSeconds() <= 315_576_000_000L
            && span.getNanos() >= 0
            && span.getNanos() < 1_000_000_000;
    return valid
        ? java.time.Duration.ofSeconds(span.getSeconds(), span.getNanos())
        : java.time.Duration.ZERO;
  }

  public static CheckStatus status(Status status) {
    return switch (status) {
      case NONE -> CheckStatus.CHECK_STATUS_UNSPECIFIED;
      case OK -> CheckStatus.OK;
      case WARNING -> CheckStatus.WARNING;
      case CRITICAL -> CheckStatus.CRITICAL;
      case UNKNOWN -> CheckStatus.UNKNOWN;
    };
  }

  /// Reads a status; one that a newer agent may know is UNKNOWN here.
  public static Status status(CheckStatus status) {
    return switch (status) {
      case CHECK_STATUS_UNSPECIFIED -> Status.NONE;
      case OK -> Status.OK;
      case WARNING -> Status.WARNING;
      case CRITICAL -> Status.CRITICAL;
      case UNKNOWN, UNRECOGNIZED -> Status.UNKNOWN;
    };
  }

  public static CheckState.Hardness hardness(Hardness hardness) {
    return switch (hardness) {
      case SOFT -> CheckState.Hardness.SOFT;
      case HARD -> CheckState.Hardness.HARD;
    };
  }
}
