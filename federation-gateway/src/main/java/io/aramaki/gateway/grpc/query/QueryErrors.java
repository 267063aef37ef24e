package io.aramaki.gateway.grpc.query;

import io.aramaki.gateway.domain.query.QueryRefused;
import io.aramaki.gateway.grpc.call.Reasons;
import io.aramaki.gateway.grpc.rest.Failure;
import io.grpc.StatusRuntimeException;

/// Why monitoring or the gateway does not answer, in the words of Prometheus.
public final class QueryErrors {
  private QueryErrors() {}

  /// Translates the failure of an RPC: what monitoring says of a query is said as it is.
  static QueryRefused of(StatusRuntimeException failure) {
    String text =
        failure.getStatus().getDescription() == null ? "" : failure.getStatus().getDescription();
    return switch (Reasons.of(failure)) {
      case "QUERY_INVALID" -> new QueryRefused(QueryRefused.Type.BAD_DATA, text);
      case "QUERY_FAILED" -> new QueryRefused(QueryRefused.Type.EXECUTION, text);
      case "QUERY_TIMEOUT" -> new QueryRefused(QueryRefused.Type.TIMEOUT, text);
      case "QUERY_CANCELED" -> new QueryRefused(QueryRefused.Type.CANCELED, text);
      case "QUERIES_FULL" -> new QueryRefused(QueryRefused.Type.UNAVAILABLE, text);
      default -> byCode(failure, text);
    };
  }

  private static QueryRefused byCode(StatusRuntimeException failure, String text) {
    return switch (failure.getStatus().getCode()) {
      case DEADLINE_EXCEEDED ->
          new QueryRefused(QueryRefused.Type.TIMEOUT, "query timed out in query execution");
      case CANCELLED ->
          new QueryRefused(QueryRefused.Type.CANCELED, "query was canceled in query execution");
      case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION ->
          new QueryRefused(QueryRefused.Type.BAD_DATA, text);
      case UNAUTHENTICATED -> new QueryRefused(QueryRefused.Type.UNAUTHORIZED, text);
      case PERMISSION_DENIED -> new QueryRefused(QueryRefused.Type.FORBIDDEN, text);
      case RESOURCE_EXHAUSTED -> new QueryRefused(QueryRefused.Type.TOO_OFTEN, text);
      case UNAVAILABLE -> new QueryRefused(QueryRefused.Type.UNAVAILABLE, text);
      default ->
          new QueryRefused(QueryRefused.Type.INTERNAL, "something broke here; it was logged");
    };
  }

  /// Translates what the gateway itself refuses.
  public static QueryRefused of(Failure failure) {
    String text = failure.error().message();
    return switch (failure.error().code()) {
      case 400 -> new QueryRefused(QueryRefused.Type.BAD_DATA, text);
      case 401 -> new QueryRefused(QueryRefused.Type.UNAUTHORIZED, text);
      case 403 -> new QueryRefused(QueryRefused.Type.FORBIDDEN, text);
      case 429 -> new QueryRefused(QueryRefused.Type.TOO_OFTEN, text);
      case 503 -> new QueryRefused(QueryRefused.Type.UNAVAILABLE, text);
      default -> new QueryRefused(QueryRefused.Type.INTERNAL, text);
    };
  }
}
