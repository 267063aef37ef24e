package io.aramaki.monitoring.domain.promql.binary;

import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Operator;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Row;

/// An operator between a vector and a scalar.
public final class WithScalar {
  private final Operator op;
  private final boolean bool;
  private final double[] scalar;
  private final boolean scalarLeft;

  /// @param scalar its value at each step
  public WithScalar(Binary binary, double[] scalar, boolean scalarLeft) {
    this.op = binary.op();
    this.bool = binary.bool();
    this.scalar = scalar;
    this.scalarLeft = scalarLeft;
  }

  /// Tells whether results have no metric name.
  public static boolean dropsName(Binary binary) {
    return binary.op().dropsName() || binary.bool();
  }

  /// The result for one series of the vector, in its own array.
  public Row apply(Row row) {
    double[] values = row.values();
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (!Absent.is(value)) {
        values[i] =
            scalarLeft
                ? Arithmetic.element(op, bool, scalar[i], value, value)
                : Arithmetic.element(op, bool, value, scalar[i], value);
      }
    }
    return op.dropsName() || bool ? row.with(row.labels().withoutName()) : row;
  }
}
