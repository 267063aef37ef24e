package io.aramaki.kit.grpc.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Makes refusals (AIP-193) and reads those of others.
///
/// The message is for the caller: it says what was wrong and what would be right, and nothing about
/// our inside.
public final class Errors {
  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");

  private Errors() {}

  /// Makes a refusal.
  public static Refusal of(Code code, String reason, String message) {
    return of(code, reason, message, Map.of());
  }

  /// Makes a refusal that says to machines what it is about, for example which grant is missing.
  public static Refusal of(Code code, String reason, String message, Map<String, String> metadata) {
    return new Refusal(code, message, info(code, reason, metadata), List.of());
  }

  /// Refuses one field of a request: `INVALID_ARGUMENT`.
  ///
  /// @param field the path of the field, dotted
  /// @param description what is wrong and what would be right
  public static Refusal invalid(String reason, String field, String description) {
    return invalid(reason, Map.of(field, description));
  }

  /// Refuses several fields of a request at once: `INVALID_ARGUMENT`.
  ///
  /// @param violations what is wrong, by the path of the field
  public static Refusal invalid(String reason, Map<String, String> violations) {
    var badRequest = BadRequest.newBuilder();
    violations.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(violation ->
            badRequest
                .addFieldViolationsBuilder()
                .setField(violation.getKey())
                .setDescription(violation.getValue()));
    String message =
        violations.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(violation -> violation.getKey() + ": " + violation.getValue())
            .reduce((one, other) -> one + "; " + other)
            .orElse("the request is invalid");
    return new Refusal(
        Code.INVALID_ARGUMENT,
        message,
        info(Code.INVALID_ARGUMENT, reason, Map.of()),
        List.of(badRequest.build()));
  }

  /// Refuses for the moment, because something that we need does not answer: `UNAVAILABLE`.
  ///
  /// @param retry after which time it makes sense to try again
  public static Refusal unavailable(String reason, String message, Duration retry) {
    return retryable(Code.UNAVAILABLE, reason, message, retry);
  }

  /// Refuses for the moment, because a limit is reached: `RESOURCE_EXHAUSTED`.
  ///
  /// @param retry after which time it makes sense to try again
  public static Refusal exhausted(String reason, String message, Duration retry) {
    return retryable(Code.RESOURCE_EXHAUSTED, reason, message, retry);
  }

  private static Refusal retryable(Code code, String reason, String message, Duration retry) {
    var delay =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(retry.toSeconds())
            .setNanos(retry.toNanosPart())
            .build();
    return new Refusal(
        code,
        message,
        info(code, reason, Map.of()),
        List.of(RetryInfo.newBuilder().setRetryDelay(delay).build()));
  }

  /// Reads the `ErrorInfo` of an error that a server sent; empty if it sent none.
  public static Optional<ErrorInfo> infoOf(Throwable error) {
    return detail(error, ErrorInfo.class);
  }

  /// Reads after which time the server wants to be asked again; empty if it did not say.
  public static Optional<Duration> retryDelayOf(Throwable error) {
    return detail(error, RetryInfo.class)
        .map(RetryInfo::getRetryDelay)
        .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
  }

  private static <T extends Message> Optional<T> detail(Throwable error, Class<T> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(error);
    if (status == null) {
      return Optional.empty();
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static ErrorInfo info(Code code, String reason, Map<String, String> metadata) {
    if (code == Code.OK) {
      throw new IllegalArgumentException("a refusal cannot have the code OK");
    }
    if (!REASON.matcher(reason).matches()) {
      throw new IllegalArgumentException("reason \"" + reason + "\" must match " + REASON);
    }
    return ErrorInfo.newBuilder().setReason(reason).putAllMetadata(metadata).build();
  }
}
