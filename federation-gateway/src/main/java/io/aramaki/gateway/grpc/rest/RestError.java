package io.aramaki.gateway.grpc.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.aramaki.gateway.grpc.route.BadInput;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// An error as REST shows it.
///
/// @param code the HTTP status
/// @param status the gRPC status by name
/// @param reason the reason of the `ErrorInfo`; empty if there is none
/// @param message what was wrong and what would be right
/// @param retryAfterSeconds when to try again, if the service said so
/// @param details the details as JSON objects
public record RestError(
    int code,
    String status,
    String reason,
    String message,
    OptionalLong retryAfterSeconds,
    List<String> details) {

  public RestError {
    details = List.copyOf(details);
  }

  /// An error that the gateway itself has found.
  public static RestError of(int code, String status, String reason, String message) {
    return new RestError(code, status, reason, message, OptionalLong.empty(), List.of());
  }

  /// Says what is wrong with a request.
  public static RestError of(BadInput e) {
    return of(400, "INVALID_ARGUMENT", "INVALID_REQUEST", String.valueOf(e.getMessage()));
  }

  /// Translates the failure of an RPC.
  public static RestError of(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String message = status.getDescription() == null ? "" : status.getDescription();
    String reason = "";
    OptionalLong retry = OptionalLong.empty();
    var details = new ArrayList<String>();
    com.google.rpc.@org.jspecify.annotations.Nullable Status proto =
        StatusProto.fromThrowable(failure);
    List<Any> packed = proto == null ? List.of() : proto.getDetailsList();
    for (Any detail : packed) {
      reason = reason.isEmpty() ? reasonOf(detail) : reason;
      retry = retry.isPresent() ? retry : retryOf(detail);
      details.add(JsonText.ofDetail(detail));
    }
    return new RestError(
        httpStatus(status.getCode()), status.getCode().name(), reason, message, retry, details);
  }

  /// Writes the error as the body of an answer, on one line.
  public String toJson() {
    var error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("status", status);
    error.addProperty("reason", reason);
    error.addProperty("message", message);
    var list = new JsonArray();
    details.forEach(detail -> list.add(JsonParser.parseString(detail)));
    error.add("details", list);
    var body = new JsonObject();
    body.add("error", error);
    return body.toString();
  }

  /// Answers the HTTP status of a gRPC status, as `google.rpc.Code` has it.
  static int httpStatus(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }

  private static String reasonOf(Any detail) {
    try {
      return detail.is(ErrorInfo.class) ? detail.unpack(ErrorInfo.class).getReason() : "";
    } catch (InvalidProtocolBufferException _) {
      return "";
    }
  }

  private static OptionalLong retryOf(Any detail) {
    try {
      if (detail.is(RetryInfo.class)) {
        long millis = Durations.toMillis(detail.unpack(RetryInfo.class).getRetryDelay());
        return OptionalLong.of(Math.max(1, (millis + 999) / 1000));
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
      // A detail that cannot be read is no reason to hide the error itself.
    }
    return OptionalLong.empty();
  }
}
