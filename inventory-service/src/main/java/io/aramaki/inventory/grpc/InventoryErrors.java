package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.InventoryException;
import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.grpc.Status.Code;

/// What inventory refuses, on the wire.
public final class InventoryErrors {
  private InventoryErrors() {}

  public static ErrorMapping mapping() {
    return ErrorMapping.of(InventoryException.class, InventoryErrors::refusal);
  }

  private static Refusal refusal(InventoryException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e) {
      case InventoryException.NotFound found ->
          Errors.of(Code.NOT_FOUND, found.kind() + "_NOT_FOUND", message);
      case InventoryException.AlreadyExists exists ->
          Errors.of(Code.ALREADY_EXISTS, exists.kind() + "_EXISTS", message);
      case InventoryException.Invalid invalid ->
          Errors.invalid(
              "INVALID_" + invalid.kind(),
              invalid.field().isEmpty() ? "request" : invalid.field(),
              message);
      case InventoryException.StaleEtag _ -> Errors.of(Code.ABORTED, "STALE_ETAG", message);
      case InventoryException.RequestIdReused _ ->
          Errors.of(Code.ALREADY_EXISTS, "REQUEST_ID_REUSED", message);
      case InventoryException.SystemInUse _ ->
          Errors.of(Code.FAILED_PRECONDITION, "SYSTEM_IN_USE", message);
      case InventoryException.OverCapacity over ->
          Errors.exhausted("OVER_CAPACITY", message, over.retryAfter());
      case InventoryException.LoginRefused _ ->
          Errors.of(Code.UNAUTHENTICATED, "LOGIN_REFUSED", message);
      case InventoryException.TooManyAttempts many ->
          Errors.exhausted("TOO_MANY_ATTEMPTS", message, many.retryAfter());
      case InventoryException.WrongPassword _ ->
          Errors.of(Code.PERMISSION_DENIED, "WRONG_PASSWORD", message);
      case InventoryException.NotYourself _ ->
          Errors.of(Code.PERMISSION_DENIED, "NOT_YOURSELF", message);
      case InventoryException.SessionEnded _ ->
          Errors.of(Code.UNAUTHENTICATED, "SESSION_ENDED", message);
      case InventoryException.ApiTokenRefused _ ->
          Errors.of(Code.UNAUTHENTICATED, "API_TOKEN_REFUSED", message);
      case InventoryException.LastAdmin _ ->
          Errors.of(Code.FAILED_PRECONDITION, "LAST_ADMIN", message);
      case InventoryException.EnrolmentRefused _ ->
          Errors.of(Code.PERMISSION_DENIED, "ENROLMENT_REFUSED", message);
      case InventoryException.Revoked _ -> Errors.of(Code.PERMISSION_DENIED, "REVOKED", message);
      case InventoryException.AgentAmbiguous _ ->
          Errors.of(Code.FAILED_PRECONDITION, "AGENT_AMBIGUOUS", message);
      case InventoryException.RunStarted _ ->
          Errors.of(Code.FAILED_PRECONDITION, "RUN_STARTED", message);
    };
  }
}
