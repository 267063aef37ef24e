package io.aramaki.inventory.domain;

import java.time.Duration;
import java.util.Locale;

/// A refusal of the inventory: the caller asked for what cannot be. The message says what was
/// wrong, with values, and what would be right; it is meant for the caller.
///
/// Each kind is a type, so that the map to gRPC codes is a `switch` which the compiler checks.
public abstract sealed class InventoryException extends RuntimeException {
  private InventoryException(String message) {
    super(message);
  }

  /// What kind of resource a refusal is about; its name begins the reason.
  public enum Kind {
    SYSTEM,
    AGENT,
    USER,
    ACTION,
    RUN,
    ENROLMENT_TOKEN,
    API_TOKEN,
    PASSWORD,
    CSR,
    KEY,
    PARAMETER
  }

  /// There is no such resource.
  public static final class NotFound extends InventoryException {
    private final Kind kind;

    public NotFound(Kind kind, Object id) {
      super("there is no " + words(kind) + " \"" + id + "\"");
      this.kind = kind;
    }

    public Kind kind() {
      return kind;
    }
  }

  /// A resource of that name exists already.
  public static final class AlreadyExists extends InventoryException {
    private final Kind kind;

    public AlreadyExists(Kind kind, Object id) {
      super(words(kind) + " \"" + id + "\" exists already; change it or choose another id");
      this.kind = kind;
    }

    public Kind kind() {
      return kind;
    }
  }

  /// A value is not what it must be.
  public static final class Invalid extends InventoryException {
    private final Kind kind;
    private final String field;
    private final String complaint;

    /// @param field the field of the request, for example `subsystems[3]`
    public Invalid(Kind kind, String field, String message) {
      super(field.isEmpty() ? message : field + ": " + message);
      this.kind = kind;
      this.field = field;
      this.complaint = message;
    }

    public Kind kind() {
      return kind;
    }

    public String field() {
      return field;
    }

    /// Answers what is wrong with the field.
    public String complaint() {
      return complaint;
    }
  }

  /// Somebody else was faster.
  public static final class StaleEtag extends InventoryException {
    public StaleEtag(Kind kind, Object id) {
      super(words(kind) + " \"" + id + "\" was changed by somebody else; read it again and repeat");
    }
  }

  /// A request id was used for something else within 48 h.
  public static final class RequestIdReused extends InventoryException {
    public RequestIdReused(String requestId) {
      super(
          "request_id " + requestId + " belongs to another request; a new request needs a new one");
    }
  }

  /// A system cannot be deleted because something refers to it.
  public static final class SystemInUse extends InventoryException {
    public SystemInUse(SystemId id, String referrers) {
      super("system \"" + id + "\" is used by " + referrers + "; change those first");
    }
  }

  /// A limit of the inventory is reached.
  public static final class OverCapacity extends InventoryException {
    private final Duration retryAfter;

    public OverCapacity(String what, long limit, Duration retryAfter) {
      super("the limit of " + limit + " " + what + " is reached");
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// Name, password or state of a user are wrong: never said which.
  public static final class LoginRefused extends InventoryException {
    public LoginRefused() {
      super("the name or the password is wrong, or the user may not log in");
    }
  }

  /// Too many failed logins of this user or from this address.
  public static final class TooManyAttempts extends InventoryException {
    private final Duration retryAfter;

    public TooManyAttempts(Duration retryAfter) {
      super("too many failed logins; try again in " + Math.max(1, retryAfter.toSeconds()) + " s");
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// The current password, shown to set a new one, is wrong.
  public static final class WrongPassword extends InventoryException {
    public WrongPassword() {
      super("current_password is not the password in force");
    }
  }

  /// A person asks for what only an administrator may do to somebody else.
  public static final class NotYourself extends InventoryException {
    public NotYourself(UserId user) {
      super("only \"" + user + "\" or an administrator of the organisation may do this");
    }
  }

  /// The session does not exist, has ended, or its user may not log in any more.
  public static final class SessionEnded extends InventoryException {
    public SessionEnded() {
      super("the session has ended; log in again");
    }
  }

  /// The API token does not exist, has ended, or its user may not log in any more.
  public static final class ApiTokenRefused extends InventoryException {
    public ApiTokenRefused() {
      super("the API token is unknown or has ended; make a new one");
    }
  }

  /// Without this binding nobody could administer the organisation.
  public static final class LastAdmin extends InventoryException {
    public LastAdmin(UserId user) {
      super(
          "\""
              + user
              + "\" is the last administrator of the whole organisation; make another one first");
    }
  }

  /// The token is unknown, expired or used by another key: the log says which, the caller not.
  public static final class EnrolmentRefused extends InventoryException {
    public EnrolmentRefused() {
      super("the enrolment token is not accepted; ask an administrator for a new one");
    }
  }

  /// The agent or its certificate is revoked.
  public static final class Revoked extends InventoryException {
    public Revoked(String holder) {
      super(holder + " is revoked; enrol under a new name with a new token");
    }
  }

  /// A system has several agents and the action does not say which one executes it.
  public static final class AgentAmbiguous extends InventoryException {
    public AgentAmbiguous(SystemId system, int agents) {
      super("system \"" + system + "\" has " + agents + " agents; the action must name the one");
    }
  }

  /// A run is past the point where it can be cancelled.
  public static final class RunStarted extends InventoryException {
    public RunStarted(RunId run, String state) {
      super("run \"" + run + "\" is " + state + "; only a run that waits can be cancelled");
    }
  }

  private static String words(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
