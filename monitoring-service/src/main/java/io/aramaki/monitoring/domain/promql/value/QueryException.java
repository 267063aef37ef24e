package io.aramaki.monitoring.domain.promql.value;

/// Why a query has no answer, with the text that Prometheus would give, or the limit that it met.
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What kind of failure it is, by the names that the HTTP API gives them.
  public enum Kind {
    /// The query, or its range, is wrong as it stands.
    BAD_DATA("bad_data"),
    /// It is well formed, but cannot be evaluated over these series.
    EXECUTION("execution"),
    /// It took too long.
    TIMEOUT("timeout"),
    /// Nobody waits for the answer any more.
    CANCELED("canceled");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /// The `errorType` of the HTTP API.
    public String type() {
      return type;
    }
  }

  private final Kind kind;

  private QueryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public static QueryException badData(String message) {
    return new QueryException(Kind.BAD_DATA, message);
  }

  public static QueryException execution(String message) {
    return new QueryException(Kind.EXECUTION, message);
  }

  public static QueryException timeout() {
    return new QueryException(Kind.TIMEOUT, "query timed out in expression evaluation");
  }

  /// It took too long before its turn came.
  public static QueryException timeoutInQueue() {
    return new QueryException(Kind.TIMEOUT, "query timed out in query queue");
  }

  public static QueryException canceled() {
    return new QueryException(Kind.CANCELED, "query was canceled in expression evaluation");
  }

  /// Says where in the query something is wrong.
  ///
  /// @param position of the first wrong character, counted from 0
  public static QueryException parse(String query, int position, String message) {
    int at = Math.min(position, query.length());
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (query.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return badData(line + ":" + (at - lineStart + 1) + ": parse error: " + message);
  }

  /// Two series of one step have the same labels.
  public static QueryException sameLabels() {
    return execution("vector cannot contain metrics with the same labelset");
  }

  public Kind kind() {
    return kind;
  }
}
