package io.aramaki.gateway.domain.query;

/// Why a request of the Prometheus HTTP API is not answered, in its words.
public final class QueryRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What kind of failure it is.
  public enum Type {
    /// A parameter is wrong or missing.
    BAD_DATA(400, "bad_data"),
    /// Nobody who may ask is shown.
    UNAUTHORIZED(401, "unauthorized"),
    /// Who asks may not.
    FORBIDDEN(403, "forbidden"),
    /// The query cannot be evaluated.
    EXECUTION(422, "execution"),
    /// Who asks does so too often.
    TOO_OFTEN(429, "unavailable"),
    /// Nobody waits for the answer any more.
    CANCELED(499, "canceled"),
    /// A fault of ours.
    INTERNAL(500, "internal"),
    /// It took too long.
    TIMEOUT(503, "timeout"),
    /// It may work later.
    UNAVAILABLE(503, "unavailable");

    private final int status;
    private final String text;

    Type(int status, String text) {
      this.status = status;
      this.text = text;
    }

    /// The HTTP status.
    public int status() {
      return status;
    }

    /// The `errorType`.
    public String text() {
      return text;
    }
  }

  private final Type type;

  public QueryRefused(Type type, String message) {
    super(message);
    this.type = type;
  }

  /// A parameter that cannot be read.
  public static QueryRefused parameter(String name, String problem) {
    return badData("invalid parameter \"" + name + "\": " + problem);
  }

  public static QueryRefused badData(String message) {
    return new QueryRefused(Type.BAD_DATA, message);
  }

  public Type type() {
    return type;
  }

  /// The text of `error`.
  public String text() {
    return String.valueOf(getMessage());
  }
}
