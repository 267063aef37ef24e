package io.aramaki.gateway.web.write;

import io.aramaki.gateway.domain.write.WriteLimits;
import io.aramaki.gateway.domain.write.WriteRefused;
import io.aramaki.gateway.grpc.rest.RestError;
import java.util.List;
import java.util.OptionalLong;

/// What refused samples are as an error.
final class Refusals {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private Refusals() {}

  static RestError of(WriteRefused refused) {
    return switch (refused.kind()) {
      case MALFORMED -> of(400, "INVALID_SAMPLES", refused);
      case TOO_LARGE -> of(413, "SAMPLES_TOO_LARGE", refused);
      case UNSUPPORTED -> of(415, "MEDIA_TYPE", refused);
      case BUSY ->
          new RestError(
              TOO_MANY_REQUESTS,
              "RESOURCE_EXHAUSTED",
              "GATEWAY_BUSY",
              refused.text(),
              OptionalLong.of(WriteLimits.RETRY_AFTER.toSeconds()),
              List.of());
    };
  }

  private static RestError of(int code, String reason, WriteRefused refused) {
    return RestError.of(code, "INVALID_ARGUMENT", reason, refused.text());
  }

  /// Senders of remote_write drop what is refused with 429 unless they are told otherwise, and try
  /// again after 503.
  static RestError waiting(RestError error) {
    return error.code() == TOO_MANY_REQUESTS || error.code() == UNAVAILABLE
        ? new RestError(
            UNAVAILABLE,
            error.status(),
            error.reason(),
            error.message(),
            error.retryAfterSeconds().isPresent()
                ? error.retryAfterSeconds()
                : OptionalLong.of(WriteLimits.RETRY_AFTER.toSeconds()),
            error.details())
        : error;
  }
}
