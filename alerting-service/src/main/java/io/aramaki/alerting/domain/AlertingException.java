package io.aramaki.alerting.domain;

/// The caller's error. The switch that maps it to a status has no default, so a new one cannot be
/// forgotten.
public abstract sealed class AlertingException extends RuntimeException {
  private AlertingException(String message) {
    super(message);
  }

  /// There is no such alert.
  public static final class AlertNotFound extends AlertingException {
    public AlertNotFound(String id) {
      super("there is no alert \"%s\"".formatted(id));
    }
  }

  /// The alert is over.
  public static final class AlertNotFiring extends AlertingException {
    public AlertNotFiring(String id) {
      super("alert \"%s\" does not fire (expected: one that does)".formatted(id));
    }
  }

  /// Somebody was faster.
  public static final class StaleEtag extends AlertingException {
    public StaleEtag(String id, String given, String current) {
      super(
          "etag \"%s\" of \"%s\" is not the current one (expected: \"%s\")"
              .formatted(given, id, current));
    }
  }

  /// There is no such suppression.
  public static final class SuppressionNotFound extends AlertingException {
    public SuppressionNotFound(String id) {
      super("there is no suppression \"%s\"".formatted(id));
    }
  }

  /// The suppression would be wrong.
  public static final class InvalidSuppression extends AlertingException {
    private final String field;

    /// @param field the path of the field in the request
    /// @param message what is wrong with it, and what would be right
    public InvalidSuppression(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /// There are as many suppressions as there may be.
  public static final class TooManySuppressions extends AlertingException {
    public TooManySuppressions(int limit) {
      super("there are %d suppressions already (expected: fewer)".formatted(limit));
    }
  }
}
