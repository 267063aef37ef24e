package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.InventoryException;
import io.aramaki.inventory.domain.InventoryException.AgentAmbiguous;
import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.InventoryException.ApiTokenRefused;
import io.aramaki.inventory.domain.InventoryException.EnrolmentRefused;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.LastAdmin;
import io.aramaki.inventory.domain.InventoryException.LoginRefused;
import io.aramaki.inventory.domain.InventoryException.NotFound;
import io.aramaki.inventory.domain.InventoryException.NotYourself;
import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.InventoryException.RequestIdReused;
import io.aramaki.inventory.domain.InventoryException.Revoked;
import io.aramaki.inventory.domain.InventoryException.RunStarted;
import io.aramaki.inventory.domain.InventoryException.SessionEnded;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.InventoryException.SystemInUse;
import io.aramaki.inventory.domain.InventoryException.TooManyAttempts;
import io.aramaki.inventory.domain.InventoryException.WrongPassword;
import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.grpc.Status.Code;

/// Maps every refusal of the inventory to a gRPC code and a reason. The pairs are API and listed in
/// `proto/README.md`.
public final class InventoryErrors {
  private InventoryErrors() {}

  public static ErrorMapping mapping() {
    return ErrorMapping.of(InventoryException.class, InventoryErrors::refusal);
  }

  static Refusal refusal(InventoryException e) {
    return switch (e) {
      case NotFound x -> refusal(Code.NOT_FOUND, x.kind() + "_NOT_FOUND", x);
      case AlreadyExists x -> refusal(Code.ALREADY_EXISTS, x.kind() + "_EXISTS", x);
      case Invalid x -> invalid(x);
      case StaleEtag x -> refusal(Code.ABORTED, "STALE_ETAG", x);
      case RequestIdReused x -> refusal(Code.ALREADY_EXISTS, "REQUEST_ID_REUSED", x);
      case SystemInUse x -> refusal(Code.FAILED_PRECONDITION, "SYSTEM_IN_USE", x);
      case OverCapacity x -> Errors.exhausted("OVER_CAPACITY", message(x), x.retryAfter());
      case LoginRefused x -> refusal(Code.UNAUTHENTICATED, "LOGIN_REFUSED", x);
      case TooManyAttempts x -> Errors.exhausted("TOO_MANY_ATTEMPTS", message(x), x.retryAfter());
      case WrongPassword x -> refusal(Code.PERMISSION_DENIED, "WRONG_PASSWORD", x);
      case NotYourself x -> refusal(Code.PERMISSION_DENIED, "NO_RIGHT", x);
      case SessionEnded x -> refusal(Code.UNAUTHENTICATED, "SESSION_ENDED", x);
      case ApiTokenRefused x -> refusal(Code.UNAUTHENTICATED, "API_TOKEN_REFUSED", x);
      case LastAdmin x -> refusal(Code.FAILED_PRECONDITION, "LAST_ADMIN", x);
      case EnrolmentRefused x -> refusal(Code.PERMISSION_DENIED, "ENROLMENT_REFUSED", x);
      case Revoked x -> refusal(Code.PERMISSION_DENIED, "REVOKED", x);
      case AgentAmbiguous x -> refusal(Code.FAILED_PRECONDITION, "AGENT_AMBIGUOUS", x);
      case RunStarted x -> refusal(Code.FAILED_PRECONDITION, "RUN_STARTED", x);
    };
  }

  private static Refusal invalid(Invalid e) {
    String reason = "INVALID_" + e.kind();
    return e.field().isEmpty()
        ? refusal(Code.INVALID_ARGUMENT, reason, e)
        : Errors.invalid(reason, e.field(), e.complaint());
  }

  private static Refusal refusal(Code code, String reason, InventoryException e) {
    return Errors.of(code, reason, message(e));
  }

  private static String message(InventoryException e) {
    return String.valueOf(e.getMessage());
  }
}
