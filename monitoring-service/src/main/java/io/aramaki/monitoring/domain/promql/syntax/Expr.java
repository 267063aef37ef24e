package io.aramaki.monitoring.domain.promql.syntax;

import io.aramaki.monitoring.domain.promql.select.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a query.
public sealed interface Expr {
  /// Position of its first character, counted from 0.
  int start();

  ValueType type();

  /// A number.
  record NumberLiteral(double value, int start) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }
  }

  /// A text.
  record StringLiteral(String value, int start) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /// Series by their labels, each with its newest sample.
  ///
  /// @param name the metric as it stands before the braces, empty if none does; it is the last
  ///   matcher
  /// @param offset milliseconds back in time
  record VectorSelector(String name, List<Matcher> matchers, long offset, At at, int start)
      implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /// Series by their labels, each with its samples in a window.
  ///
  /// @param range milliseconds
  record MatrixSelector(VectorSelector selector, long range) implements Expr {
    @Override
    public int start() {
      return selector.start();
    }

    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /// An expression, evaluated at several times in a window.
  ///
  /// @param range milliseconds
  /// @param step milliseconds, 0 for the configured one
  /// @param offset milliseconds back in time
  record Subquery(Expr expr, long range, long step, long offset, At at) implements Expr {
    @Override
    public int start() {
      return expr.start();
    }

    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /// A function applied to arguments.
  record Call(Signature function, List<Expr> arguments, int start) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public ValueType type() {
      return function.result();
    }
  }

  /// Many series made to few.
  ///
  /// @param without whether the labels of `grouping` go, and not all the others
  record Aggregate(
      Aggregation op,
      Expr expr,
      @Nullable Expr parameter,
      List<String> grouping,
      boolean without,
      int start)
      implements Expr {
    public Aggregate {
      grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /// Two expressions with an operator between them.
  ///
  /// @param bool whether a comparison results in 0 and 1, and does not filter
  /// @param operatorStart position of the operator
  record Binary(
      Operator op, Expr left, Expr right, boolean bool, Matching matching, int operatorStart)
      implements Expr {
    @Override
    public int start() {
      return left.start();
    }

    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }
  }

  /// A sign before an expression.
  record Unary(boolean minus, Expr expr, int start) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }

  /// An expression in parentheses.
  record Paren(Expr expr, int start) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }

  /// The expression without parentheses around it.
  default Expr bare() {
    Expr inner = this;
    while (inner instanceof Paren(Expr content, int _)) {
      inner = content;
    }
    return inner;
  }
}
