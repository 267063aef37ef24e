package io.aramaki.monitoring.domain.promql.syntax;

import io.aramaki.monitoring.domain.promql.token.Kind;
import org.jspecify.annotations.Nullable;

/// An operator between two expressions.
public enum Operator {
  OR(Kind.OR, 1),
  AND(Kind.AND, 2),
  UNLESS(Kind.UNLESS, 2),
  EQUAL(Kind.EQUALS, 3),
  NOT_EQUAL(Kind.NOT_EQUAL, 3),
  GREATER(Kind.GREATER, 3),
  GREATER_EQUAL(Kind.GREATER_EQUAL, 3),
  LESS(Kind.LESS, 3),
  LESS_EQUAL(Kind.LESS_EQUAL, 3),
  ADD(Kind.ADD, 4),
  SUBTRACT(Kind.SUBTRACT, 4),
  MULTIPLY(Kind.MULTIPLY, 5),
  DIVIDE(Kind.DIVIDE, 5),
  MODULO(Kind.MODULO, 5),
  ATAN2(Kind.ATAN2, 5),
  POWER(Kind.POWER, 6);

  private final Kind token;
  private final int precedence;

  Operator(Kind token, int precedence) {
    this.token = token;
    this.precedence = precedence;
  }

  /// The operator that a token stands for, or null.
  static @Nullable Operator of(Kind token) {
    for (var operator : values()) {
      if (operator.token == token) {
        return operator;
      }
    }
    return null;
  }

  /// The higher, the tighter it binds.
  int precedence() {
    return precedence;
  }

  /// The lowest precedence of what may stand at its right side.
  int rightPrecedence() {
    return this == POWER ? precedence : precedence + 1;
  }

  public String sign() {
    return token.text();
  }

  public boolean isComparison() {
    return precedence == EQUAL.precedence;
  }

  public boolean isSet() {
    return precedence <= AND.precedence;
  }

  /// Tells whether the result has no metric name any more. `atan2` keeps it, as Prometheus 2.42
  /// does.
  public boolean dropsName() {
    return precedence >= ADD.precedence && this != ATAN2;
  }
}
