package io.aramaki.monitoring.domain.promql.binary;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Matching;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Names;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.RowSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An arithmetic operator or a comparison between two vectors. Series find each other at each step
/// anew, since which are there may change.
public final class Join {
  private static final int NONE = -1;

  private final Binary binary;
  private final Matching matching;
  private final boolean swapped;
  private final Side many;
  private final Side one;
  private final RowSet result;
  private final int[] oneOfGroup;
  private final boolean[] matched;
  private final Set<Pair> inserted = new HashSet<>();
  private final int[] lastOne;
  private final Labels[] lastLabels;

  private Join(Binary binary, List<Row> left, List<Row> right, int steps) {
    this.binary = binary;
    this.matching = binary.matching();
    this.swapped = matching.many() == Matching.Side.RIGHT;
    Map<Labels, Integer> numbers = new HashMap<>();
    this.many = new Side(swapped ? right : left, matching, numbers);
    this.one = new Side(swapped ? left : right, matching, numbers);
    this.result = new RowSet(steps);
    this.oneOfGroup = new int[numbers.size()];
    this.matched = new boolean[numbers.size()];
    this.lastOne = new int[many.size()];
    this.lastLabels = new Labels[many.size()];
    Arrays.fill(lastOne, NONE);
  }

  /// The results of all pairs.
  ///
  /// @throws QueryException if series match several others without need
  public static List<Row> apply(
      Binary binary, List<Row> left, List<Row> right, int steps, Budget budget) {
    var join = new Join(binary, left, right, steps);
    for (int step = 0; step < steps; step++) {
      budget.work(2L + left.size() + right.size());
      if (!join.many.isEmptyAt(step) && !join.one.isEmptyAt(step)) {
        join.indexOne(step);
        join.match(step);
      }
    }
    return join.result.rows();
  }

  private void indexOne(int step) {
    Arrays.fill(oneOfGroup, NONE);
    for (int i = 0; i < one.size(); i++) {
      if (Absent.is(one.value(i, step))) {
        continue;
      }
      int group = one.groups[i];
      if (oneOfGroup[group] != NONE) {
        throw duplicate(i, oneOfGroup[group]);
      }
      oneOfGroup[group] = i;
    }
  }

  private QueryException duplicate(int row, int other) {
    return QueryException.execution(
        "found duplicate series for the match group "
            + Side.group(one.labels(row), matching)
            + " on the "
            + (swapped ? "left" : "right")
            + " hand-side of the operation: ["
            + one.labels(row)
            + ", "
            + one.labels(other)
            + "];many-to-many matching not allowed: matching labels must be unique on one side");
  }

  private void match(int step) {
    Arrays.fill(matched, false);
    inserted.clear();
    for (int i = 0; i < many.size(); i++) {
      double value = many.value(i, step);
      int partner = Absent.is(value) ? NONE : oneOfGroup[many.groups[i]];
      if (partner == NONE) {
        continue;
      }
      double other = one.value(partner, step);
      double left = swapped ? other : value;
      double right = swapped ? value : other;
      double outcome = Arithmetic.element(binary.op(), binary.bool(), left, right, left);
      if (Absent.is(outcome)) {
        continue;
      }
      var labels = labels(i, partner);
      checkUnique(many.groups[i], labels);
      result.set(labels, step, outcome);
    }
  }

  private void checkUnique(int group, Labels labels) {
    if (matching.many() == Matching.Side.NONE) {
      if (matched[group]) {
        throw QueryException.execution(
            "multiple matches for labels: many-to-one matching must be explicit"
                + " (group_left/group_right)");
      }
      matched[group] = true;
    } else if (!inserted.add(new Pair(group, labels))) {
      throw QueryException.execution(
          "multiple matches for labels: grouping labels must ensure unique matches");
    }
  }

  private Labels labels(int row, int partner) {
    if (lastOne[row] != partner) {
      lastOne[row] = partner;
      lastLabels[row] = resultLabels(many.labels(row), one.labels(partner));
    }
    return lastLabels[row];
  }

  private Labels resultLabels(Labels from, Labels other) {
    var labels = binary.op().dropsName() || binary.bool() ? from.withoutName() : from;
    if (matching.many() == Matching.Side.NONE) {
      var names = Names.of(matching.labels());
      labels = matching.on() ? labels.keep(names) : labels.without(names);
    }
    for (String label : matching.include()) {
      labels = labels.with(label, other.get(label));
    }
    return binary.bool() ? labels.withoutName() : labels;
  }

  /// A result that came about in a group.
  private record Pair(int group, Labels labels) {}
}
