package io.aramaki.monitoring.domain.promql.syntax;

/// What an expression evaluates to.
public enum ValueType {
  SCALAR("scalar", "scalar"),
  VECTOR("vector", "instant vector"),
  MATRIX("matrix", "range vector"),
  STRING("string", "string");

  private final String plain;
  private final String documented;

  ValueType(String plain, String documented) {
    this.plain = plain;
    this.documented = documented;
  }

  /// As the HTTP API calls it.
  public String plain() {
    return plain;
  }

  /// As messages call it.
  public String documented() {
    return documented;
  }
}
