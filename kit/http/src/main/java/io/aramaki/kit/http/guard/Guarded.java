package io.aramaki.kit.http.guard;

import io.aramaki.kit.app.Unavailable;
import java.time.Duration;

/// A call that a [Guard] refused or gave up.
public final class Guarded extends RuntimeException implements Unavailable {
  private static final long serialVersionUID = 1L;
  private final Reason reason;
  private final Duration retryAfter;

  /// Why. Only after [#TIMEOUT] may the dependency have acted on the call.
  public enum Reason {
    /// It took too long, and was interrupted.
    TIMEOUT,
    /// Too many calls run and wait already; it was not begun.
    FULL,
    /// Too many of the last calls failed; it was not begun.
    OPEN
  }

  Guarded(String dependency, Reason reason, String detail, Duration retryAfter, Throwable cause) {
    super(dependency + " " + detail, cause);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /// Answers how long to wait at least before trying again.
  public Duration retryAfter() {
    return retryAfter;
  }
}
