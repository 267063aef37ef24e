package io.aramaki.monitoring.domain.promql.binary;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Operator;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.RowSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/// `and`, `or` and `unless`: which series of two vectors stay.
public final class Sets {
  private Sets() {}

  /// The series that stay.
  public static List<Row> apply(
      Binary binary, List<Row> left, List<Row> right, int steps, Budget budget) {
    var numbers = new HashMap<Labels, Integer>();
    var first = new Side(left, binary.matching(), numbers);
    var second = new Side(right, binary.matching(), numbers);
    boolean either = binary.op() == Operator.OR;
    // What decides comes first: for `or` the left side, else the right.
    var deciding = either ? first : second;
    var decided = either ? second : first;
    boolean wanted = binary.op() == Operator.AND;
    var present = new boolean[numbers.size()];
    for (int step = 0; step < steps; step++) {
      budget.work(2L + first.size() + second.size());
      Arrays.fill(present, false);
      for (int i = 0; i < deciding.size(); i++) {
        if (!Absent.is(deciding.value(i, step))) {
          present[deciding.groups[i]] = true;
        }
      }
      for (int i = 0; i < decided.size(); i++) {
        if (present[decided.groups[i]] != wanted) {
          decided.rows.get(i).values()[step] = Absent.VALUE;
        }
      }
    }
    var result = new RowSet(steps);
    if (either) {
      left.forEach(result::add);
      right.forEach(result::add);
    } else {
      left.forEach(result::add);
    }
    return result.rows();
  }
}
