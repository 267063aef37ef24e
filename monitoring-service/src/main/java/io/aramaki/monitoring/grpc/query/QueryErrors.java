package io.aramaki.monitoring.grpc.query;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import java.util.Optional;

/// Why a query has no answer, on the wire and back.
public final class QueryErrors {
  /// A longer message is cut: it may have the query in it, and headers have a limit.
  static final int MESSAGE_LENGTH_MAX = 1_000;

  private static final String INVALID = "QUERY_INVALID";
  private static final String FAILED = "QUERY_FAILED";
  private static final String TIMEOUT = "QUERY_TIMEOUT";
  private static final String CANCELED = "QUERY_CANCELED";

  private QueryErrors() {}

  /// Answers the refusal; its message is the text that Prometheus would give.
  public static Refusal refusal(QueryException e) {
    String message = message(e);
    return switch (e.kind()) {
      case BAD_DATA -> Errors.of(Code.INVALID_ARGUMENT, INVALID, message);
      case EXECUTION -> Errors.of(Code.FAILED_PRECONDITION, FAILED, message);
      case TIMEOUT -> Errors.of(Code.DEADLINE_EXCEEDED, TIMEOUT, message);
      case CANCELED -> Errors.of(Code.CANCELLED, CANCELED, message);
    };
  }

  private static String message(QueryException e) {
    String message = String.valueOf(e.getMessage());
    return message.length() > MESSAGE_LENGTH_MAX
        ? message.substring(0, MESSAGE_LENGTH_MAX) + "…"
        : message;
  }

  /// Answers the refusal of another instance; empty if it is none, so that the instance is away.
  static Optional<QueryException> of(StatusException refusal) {
    String reason = Errors.infoOf(refusal).map(info -> info.getReason()).orElse("");
    String message = String.valueOf(refusal.getStatus().getDescription());
    return switch (reason) {
      case INVALID -> Optional.of(QueryException.badData(message));
      case FAILED -> Optional.of(QueryException.execution(message));
      case TIMEOUT -> Optional.of(QueryException.timeout());
      case CANCELED -> Optional.of(QueryException.canceled());
      default -> Optional.empty();
    };
  }
}
