package io.aramaki.kit.security;

import org.jspecify.annotations.Nullable;

/// A signature, token, certificate or key set that is not believed. The message is for our log; a
/// caller hears only that it was refused.
public final class NotTrusted extends RuntimeException {

  /// Why something is not believed.
  public enum Reason {
    /// It does not have the form that it should have.
    MALFORMED,
    /// The signature is not by the key that it names.
    FORGED,
    /// It names a key that is not in force, or not for this purpose.
    UNKNOWN_KEY,
    /// Its time is over.
    EXPIRED,
    /// Its time begins later than our clock and the allowed difference say.
    NOT_YET_VALID,
    /// Its time is longer than we accept from anybody.
    LIVES_TOO_LONG,
    /// It was made for another RPC.
    WRONG_AUDIENCE,
    /// It was made for another process to show.
    WRONG_PRESENTER,
    /// It is held by somebody of our organisation whom we do not expect here.
    WRONG_IDENTITY,
    /// It belongs to another organisation.
    WRONG_ORGANISATION,
    /// It is older than one that was accepted before.
    ROLLBACK,
    /// It has the version of one that was accepted before, but says something else.
    EQUIVOCATION
  }

  private final Reason reason;

  public NotTrusted(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public NotTrusted(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
