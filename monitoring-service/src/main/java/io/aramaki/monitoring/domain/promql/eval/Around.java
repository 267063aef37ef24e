package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.select.Selection.Hints;
import java.util.List;

/// What stands around the expression that is evaluated now; sources get it as a hint.
///
/// @param function the nearest function or aggregation, empty if an operator is nearer
record Around(String function, boolean by, List<String> grouping) {
  static final Around NOTHING = new Around("", false, List.of());

  /// The same from inside parentheses, a sign or a subquery.
  Around inner() {
    return new Around(function, false, List.of());
  }

  Hints hints(long step, long range) {
    return new Hints(step, range, function, by, grouping);
  }
}
