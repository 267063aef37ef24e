package io.aramaki.monitoring.domain.promql.binary;

import io.aramaki.monitoring.domain.promql.syntax.Matching;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Names;
import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.List;
import java.util.Map;

/// The series of one side of an operator, and for each the number of the group in which it is
/// matched.
final class Side {
  final List<Row> rows;
  final int[] groups;
  private final double[][] values;

  /// @param numbers of the groups, shared with the other side
  Side(List<Row> rows, Matching matching, Map<Labels, Integer> numbers) {
    this.rows = rows;
    this.groups = new int[rows.size()];
    this.values = new double[rows.size()][];
    for (int i = 0; i < groups.length; i++) {
      var group = group(rows.get(i).labels(), matching);
      groups[i] = numbers.computeIfAbsent(group, _ -> numbers.size());
      values[i] = rows.get(i).values();
    }
  }

  /// The labels by which a series is matched.
  static Labels group(Labels labels, Matching matching) {
    var names = Names.of(matching.labels());
    return matching.on() ? labels.keep(names) : labels.without(names.withMetric());
  }

  int size() {
    return groups.length;
  }

  double value(int row, int step) {
    return values[row][step];
  }

  Labels labels(int row) {
    return rows.get(row).labels();
  }

  boolean isEmptyAt(int step) {
    for (double[] row : values) {
      if (!Absent.is(row[step])) {
        return false;
      }
    }
    return true;
  }
}
