package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.monitoring.domain.MonitoringException;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.grpc.query.QueryErrors;
import io.grpc.Status.Code;
import java.time.Duration;

/// What each refusal of the domain is on the wire.
public final class MonitoringErrors {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private MonitoringErrors() {}

  public static ErrorMapping mapping() {
    return ErrorMapping.of(MonitoringException.class, MonitoringErrors::refusal)
        .or(ErrorMapping.of(QueryException.class, QueryErrors::refusal))
        .or(
            ErrorMapping.of(
                IllegalResourceName.class,
                e -> of(Code.INVALID_ARGUMENT, "INVALID_NAME", e.getMessage())));
  }

  private static Refusal refusal(MonitoringException e) {
    return switch (e) {
      case MonitoringException.InvalidCheck _ ->
          of(Code.INVALID_ARGUMENT, "INVALID_CHECK", e.getMessage());
      case MonitoringException.CheckNotFound _ ->
          of(Code.NOT_FOUND, "CHECK_NOT_FOUND", e.getMessage());
      case MonitoringException.CheckExists _ ->
          of(Code.ALREADY_EXISTS, "CHECK_EXISTS", e.getMessage());
      case MonitoringException.StaleEtag _ -> of(Code.ABORTED, "STALE_ETAG", e.getMessage());
      case MonitoringException.InvalidPageToken _ ->
          of(Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", e.getMessage());
      case MonitoringException.InvalidArgument _ ->
          of(Code.INVALID_ARGUMENT, "INVALID_ARGUMENT", e.getMessage());
      case MonitoringException.InvalidEvent _ ->
          of(Code.INVALID_ARGUMENT, "INVALID_EVENT", e.getMessage());
      case MonitoringException.InvalidRange _ ->
          of(Code.INVALID_ARGUMENT, "INVALID_RANGE", e.getMessage());
      case MonitoringException.TooManySamples _ ->
          of(Code.OUT_OF_RANGE, "TOO_MANY_SAMPLES", e.getMessage());
      case MonitoringException.InvalidContent _ ->
          of(Code.INVALID_ARGUMENT, "INVALID_CONTENT", e.getMessage());
      case MonitoringException.SampleOutOfTime _ ->
          of(Code.OUT_OF_RANGE, "SAMPLE_OUT_OF_TIME", e.getMessage());
      case MonitoringException.UnknownSeries _ ->
          of(Code.FAILED_PRECONDITION, "UNKNOWN_SERIES", e.getMessage());
      case MonitoringException.WritesFull _ ->
          Errors.exhausted("WRITES_FULL", String.valueOf(e.getMessage()), RETRY);
      case MonitoringException.QueriesFull _ ->
          Errors.exhausted("QUERIES_FULL", String.valueOf(e.getMessage()), RETRY);
      case MonitoringException.CursorAhead _ ->
          of(Code.OUT_OF_RANGE, "CURSOR_AHEAD", e.getMessage());
      case MonitoringException.NotOwner _ ->
          Errors.of(Code.UNAVAILABLE, "NOT_OWNER", String.valueOf(e.getMessage()), e.details());
      case MonitoringException.NotReady _ ->
          Errors.unavailable("NOT_READY", String.valueOf(e.getMessage()), RETRY);
      case MonitoringException.AgentRevoked _ ->
          of(Code.PERMISSION_DENIED, "AGENT_REVOKED", e.getMessage());
      case MonitoringException.AgentNotFound _ ->
          of(Code.NOT_FOUND, "AGENT_NOT_FOUND", e.getMessage());
      case MonitoringException.InvalidFrame _ ->
          of(Code.INVALID_ARGUMENT, "INVALID_FRAME", e.getMessage());
    };
  }

  private static Refusal of(
      Code code, String reason, @org.jspecify.annotations.Nullable String message) {
    return Errors.of(code, reason, String.valueOf(message));
  }
}
