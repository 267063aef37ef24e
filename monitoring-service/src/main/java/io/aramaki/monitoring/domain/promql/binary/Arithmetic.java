package io.aramaki.monitoring.domain.promql.binary;

import io.aramaki.monitoring.domain.promql.function.Numbers;
import io.aramaki.monitoring.domain.promql.syntax.Operator;
import io.aramaki.monitoring.domain.promql.value.Absent;

/// Operators between two numbers.
public final class Arithmetic {
  private Arithmetic() {}

  /// The result between two scalars; a comparison is 0 or 1.
  public static double scalar(Operator op, double left, double right) {
    return op.isComparison() ? truth(compare(op, left, right)) : compute(op, left, right);
  }

  /// The result of an operator in a vector: a comparison without `bool` gives the value of the
  /// vector's side, or nothing.
  ///
  /// @param kept what a comparison that holds results in
  static double element(Operator op, boolean bool, double left, double right, double kept) {
    if (!op.isComparison()) {
      return compute(op, left, right);
    }
    boolean holds = compare(op, left, right);
    if (bool) {
      return truth(holds);
    }
    return holds ? kept : Absent.VALUE;
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }

  private static double compute(Operator op, double left, double right) {
    return switch (op) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case POWER -> Numbers.power(left, right);
      case ATAN2 -> Math.atan2(left, right);
      default -> throw new IllegalArgumentException(op + " does not compute a number");
    };
  }

  private static boolean compare(Operator op, double left, double right) {
    return switch (op) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case GREATER -> left > right;
      case GREATER_EQUAL -> left >= right;
      case LESS -> left < right;
      case LESS_EQUAL -> left <= right;
      default -> throw new IllegalArgumentException(op + " does not compare");
    };
  }
}
