package io.aramaki.gateway.grpc.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.aramaki.gateway.domain.write.WriteLimits;
import io.aramaki.gateway.domain.write.WriteRefused;
import io.aramaki.gateway.grpc.rest.RestError;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.OptionalLong;

/// What refused samples are as a gRPC status. Senders try `RESOURCE_EXHAUSTED` again only if
/// `RetryInfo` says when.
final class OtlpErrors {
  private static final String DOMAIN = "gateway.aramaki.io";

  private OtlpErrors() {}

  static StatusRuntimeException of(RestError error) {
    return of(
        Status.Code.valueOf(error.status()),
        error.reason(),
        error.message(),
        error.retryAfterSeconds());
  }

  static StatusRuntimeException of(WriteRefused refused) {
    return switch (refused.kind()) {
      case MALFORMED, UNSUPPORTED -> invalid("INVALID_SAMPLES", refused);
      case TOO_LARGE -> invalid("SAMPLES_TOO_LARGE", refused);
      case BUSY ->
          of(
              Status.Code.RESOURCE_EXHAUSTED,
              "GATEWAY_BUSY",
              refused.text(),
              OptionalLong.of(WriteLimits.RETRY_AFTER.toSeconds()));
    };
  }

  private static StatusRuntimeException invalid(String reason, WriteRefused refused) {
    return of(Status.Code.INVALID_ARGUMENT, reason, refused.text(), OptionalLong.empty());
  }

  private static StatusRuntimeException of(
      Status.Code code, String reason, String message, OptionalLong retrySeconds) {
    var status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(message)
            .addDetails(
                Any.pack(ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build()));
    retrySeconds.ifPresent(seconds ->
        status.addDetails(
            Any.pack(
                RetryInfo.newBuilder().setRetryDelay(Durations.fromSeconds(seconds)).build())));
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
