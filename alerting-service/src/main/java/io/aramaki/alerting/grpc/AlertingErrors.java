package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.AlertingException;
import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.grpc.Status.Code;
import java.time.Duration;

/// What alerting refuses, on the wire.
public final class AlertingErrors {
  private static final Duration SUPPRESSIONS_RETRY = Duration.ofMinutes(1);

  private AlertingErrors() {}

  public static ErrorMapping mapping() {
    return ErrorMapping.of(AlertingException.class, AlertingErrors::refusal);
  }

  private static Refusal refusal(AlertingException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e) {
      case AlertingException.AlertNotFound _ ->
          Errors.of(Code.NOT_FOUND, "ALERT_NOT_FOUND", message);
      case AlertingException.AlertNotFiring _ ->
          Errors.of(Code.FAILED_PRECONDITION, "ALERT_NOT_FIRING", message);
      case AlertingException.StaleEtag _ -> Errors.of(Code.ABORTED, "STALE_ETAG", message);
      case AlertingException.SuppressionNotFound _ ->
          Errors.of(Code.NOT_FOUND, "SUPPRESSION_NOT_FOUND", message);
      case AlertingException.InvalidSuppression invalid ->
          Errors.invalid("INVALID_SUPPRESSION", invalid.field(), message);
      case AlertingException.TooManySuppressions _ ->
          Errors.exhausted("TOO_MANY_SUPPRESSIONS", message, SUPPRESSIONS_RETRY);
    };
  }
}
