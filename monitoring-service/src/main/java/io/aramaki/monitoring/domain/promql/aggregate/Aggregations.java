package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.function.LabelNames;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.syntax.Aggregation;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Names;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Begins aggregations.
public final class Aggregations {
  private Aggregations() {}

  /// Begins `count_values`.
  ///
  /// @param label that gets the value
  /// @throws QueryException if no label may be called so
  public static Groups countValues(
      String label, Names names, boolean without, int steps, Budget budget) {
    if (!LabelNames.isValid(label)) {
      throw QueryException.execution("invalid label name " + Texts.quote(label));
    }
    return new ValueCounts(label, names, without, steps, budget);
  }

  /// Begins any other aggregation.
  ///
  /// @param names the labels of `by` or `without`
  /// @param parameters the number before the vector, for each step; empty if there is none
  /// @throws QueryException if a parameter is not what the aggregation takes
  public static Groups of(
      Aggregation op, Names names, boolean without, double[] parameters, int steps, Budget budget) {
    var grouping = without ? names.withMetric() : names;
    return switch (op) {
      case SUM -> folded(Fold.Step.SUM, grouping, without, steps, budget);
      case COUNT -> folded(Fold.Step.COUNT, grouping, without, steps, budget);
      case GROUP -> folded(Fold.Step.GROUP, grouping, without, steps, budget);
      case MIN -> folded(Fold.Step.MIN, grouping, without, steps, budget);
      case MAX -> folded(Fold.Step.MAX, grouping, without, steps, budget);
      case AVG -> moments(Moments.Result.MEAN, grouping, without, steps, budget);
      case STDVAR -> moments(Moments.Result.VARIANCE, grouping, without, steps, budget);
      case STDDEV -> moments(Moments.Result.DEVIATION, grouping, without, steps, budget);
      case QUANTILE ->
          new ByGroup(grouping, without, 0, budget, () -> new QuantileOf(parameters, budget));
      case TOPK, BOTTOMK -> {
        long[] most = counts(parameters);
        yield new ByGroup(
            grouping, without, steps, budget, () -> new Top(op == Aggregation.TOPK, most, budget));
      }
      case COUNT_VALUES ->
          throw new IllegalArgumentException("count_values has a label; expected a number");
    };
  }

  private static Groups folded(
      Fold.Step step, Names names, boolean without, int steps, Budget budget) {
    return new ByGroup(names, without, steps, budget, () -> new Fold(step, steps));
  }

  private static Groups moments(
      Moments.Result result, Names names, boolean without, int steps, Budget budget) {
    return new ByGroup(names, without, steps, budget, () -> new Moments(result, steps));
  }

  private static long[] counts(double[] parameters) {
    var counts = new long[parameters.length];
    for (int i = 0; i < counts.length; i++) {
      if (!(Math.abs(parameters[i]) < 0x1p63)) {
        throw QueryException.execution(
            "Scalar value " + Texts.shortest(parameters[i]) + " overflows int64");
      }
      counts[i] = (long) parameters[i];
    }
    return counts;
  }

  /// Groups by what is left of the labels.
  private static final class ByGroup implements Groups {
    private final Names names;
    private final boolean without;
    private final int cells;
    private final Budget budget;
    private final Supplier<Accumulator> begin;
    private final Map<Labels, Accumulator> groups = new LinkedHashMap<>();

    ByGroup(Names names, boolean without, int cells, Budget budget, Supplier<Accumulator> begin) {
      this.names = names;
      this.without = without;
      this.cells = cells;
      this.budget = budget;
      this.begin = begin;
    }

    @Override
    public void add(Row row) {
      var key = without ? row.labels().without(names) : row.labels().keep(names);
      budget.work(row.values().length);
      groups
          .computeIfAbsent(
              key,
              _ -> {
                budget.hold(cells);
                return begin.get();
              })
          .add(row);
    }

    @Override
    public void finish(Consumer<Row> into) {
      budget.release((long) cells * groups.size());
      groups.forEach((labels, group) -> group.finish(labels, into));
    }
  }
}
