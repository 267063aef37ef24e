package io.aramaki.ticketing.domain.tracker;

import java.time.Duration;

/// What a tracker does to us. The switch over these has no default.
public abstract sealed class TrackerFailure extends RuntimeException {
  private final String reason;

  private TrackerFailure(String reason) {
    super(reason);
    this.reason = reason;
  }

  /// What the tracker said, for people.
  public String reason() {
    return reason;
  }

  /// The tracker says no and will say no again: a person must act.
  public static final class Refused extends TrackerFailure {
    public Refused(String message) {
      super(message);
    }
  }

  /// The tracker took the request and did something else: its workflow forbids the change.
  public static final class RefusedByWorkflow extends TrackerFailure {
    public RefusedByWorkflow(String message) {
      super(message);
    }
  }

  /// The credential is not that of the configured bot. Nothing is created until it is.
  public static final class BadCredential extends TrackerFailure {
    public BadCredential(String message) {
      super(message);
    }
  }

  /// The tracker asks us to wait.
  public static final class RateLimited extends TrackerFailure {
    private final Duration wait;

    public RateLimited(String message, Duration wait) {
      super(message);
      this.wait = wait;
    }

    public Duration retryAfter() {
      return wait;
    }
  }

  /// Nothing reached the tracker, or it said that it did nothing.
  public static final class Unavailable extends TrackerFailure {
    public Unavailable(String message) {
      super(message);
    }
  }

  /// The request may or may not have been carried out.
  public static final class UnknownOutcome extends TrackerFailure {
    public UnknownOutcome(String message) {
      super(message);
    }
  }

  /// The issue was deleted.
  public static final class Gone extends TrackerFailure {
    public Gone(String message) {
      super(message);
    }
  }
}
