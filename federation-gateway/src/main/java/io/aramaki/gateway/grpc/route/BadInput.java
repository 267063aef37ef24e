package io.aramaki.gateway.grpc.route;

/// A request that cannot be translated: the caller's fault, answered with 400.
public final class BadInput extends RuntimeException {
  private final String field;

  public BadInput(String field, String message) {
    super(field.isEmpty() ? message : field + ": " + message);
    this.field = field;
  }

  /// Answers which field, key or parameter is meant, dotted; empty for the request as a whole.
  public String field() {
    return field;
  }
}
