package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.syntax.Expr;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Call;
import io.aramaki.monitoring.domain.promql.syntax.Expr.MatrixSelector;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Subquery;
import io.aramaki.monitoring.domain.promql.syntax.ValueType;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.promql.value.Steps;
import io.aramaki.monitoring.domain.promql.window.WindowWalk;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Functions over windows: one pass over each series, which is then let go.
final class WindowCalls {
  private static final Set<String> SUMMARIZED =
      Set.of(
          "avg_over_time",
          "count_over_time",
          "last_over_time",
          "max_over_time",
          "min_over_time",
          "sum_over_time");

  private final Evaluator evaluator;
  private final Reader reader;
  private final Budget budget;
  private final Settings settings;

  WindowCalls(Evaluator evaluator, Reader reader, Budget budget, Settings settings) {
    this.evaluator = evaluator;
    this.reader = reader;
    this.budget = budget;
    this.settings = settings;
  }

  void evaluate(Call call, Steps steps, Consumer<Row> into) {
    var range = range(call).bare();
    if (call.function().name().equals("absent_over_time")) {
      absent(call, range, steps, into);
      return;
    }
    boolean keepsName = call.function().name().equals("last_over_time");
    boolean distinct = Shapes.isDistinctWithoutName(range);
    Set<Labels> seen = new HashSet<>();
    values(
        call,
        range,
        steps,
        row -> {
          if (!row.hasValue()) {
            return;
          }
          var labels = keepsName ? row.labels() : row.labels().withoutName();
          if (!distinct && !seen.add(labels)) {
            throw QueryException.sameLabels();
          }
          into.accept(row.with(labels));
        });
  }

  private static Expr range(Call call) {
    return call.arguments().stream()
        .filter(argument -> argument.type() == ValueType.MATRIX)
        .findFirst()
        .orElseThrow();
  }

  private void absent(Call call, Expr range, Steps steps, Consumer<Row> into) {
    var values = new double[steps.count()];
    Arrays.fill(values, 1);
    values(
        call,
        range,
        steps,
        row -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = Absent.is(row.values()[i]) ? values[i] : Absent.VALUE;
          }
        });
    var row = new Row(Shapes.absentLabels(range), values);
    if (row.hasValue()) {
      into.accept(row);
    }
  }

  private void values(Call call, Expr range, Steps steps, Consumer<Row> into) {
    String function = call.function().name();
    List<double[]> scalars =
        call.arguments().stream()
            .filter(argument -> argument.type() == ValueType.SCALAR)
            .map(argument -> evaluator.scalar(argument, steps))
            .toList();
    var windows = windows(range, steps);
    var walk =
        new WindowWalk(
            function,
            steps,
            windows,
            scalars.isEmpty() ? new double[0] : scalars.getFirst(),
            scalars.size() < 2 ? new double[0] : scalars.get(1),
            budget);
    if (range instanceof MatrixSelector(var selector, long length)) {
      var hints = evaluator.around().hints(steps.step(), length);
      if (SUMMARIZED.contains(function) && reader.summaries(selector, windows, hints, into)) {
        return;
      }
      reader.samples(
          selector,
          windows,
          hints,
          series -> into.accept(new Row(series.labels(), walk.over(series))));
    } else if (range instanceof Subquery subquery) {
      series(subquery, steps, series -> into.accept(new Row(series.labels(), walk.over(series))));
    }
  }

  private Windows windows(Expr range, Steps steps) {
    long back =
        switch (range) {
          case MatrixSelector m -> reader.back(m.selector().offset(), m.selector().at(), steps);
          case Subquery q -> reader.back(q.offset(), q.at(), steps);
          default -> throw new IllegalArgumentException(range + " is no range vector");
        };
    long length =
        switch (range) {
          case MatrixSelector m -> m.range();
          case Subquery q -> q.range();
          default -> throw new IllegalArgumentException(range + " is no range vector");
        };
    return new Windows(steps.start() - back, steps.step(), steps.count(), length);
  }

  /// The series of a range vector for one time.
  void collect(Expr range, Steps step, Consumer<Series> into) {
    var windows = windows(range, step);
    if (range instanceof MatrixSelector(var selector, long length)) {
      reader.samples(
          selector,
          windows,
          evaluator.around().hints(step.step(), length),
          series -> {
            var cut = WindowWalk.cut(series, windows.start(0), windows.end(0));
            if (cut.size() > 0) {
              into.accept(cut);
            }
          });
    } else if (range instanceof Subquery subquery) {
      series(subquery, step, into);
    }
  }

  /// The series of a subquery, as if they had been stored. Its steps are multiples of its interval.
  private void series(Subquery subquery, Steps steps, Consumer<Series> into) {
    long back = reader.back(subquery.offset(), subquery.at(), steps);
    long interval = subquery.step() == 0 ? settings.subqueryStep().toMillis() : subquery.step();
    long earliest = steps.start() - back - subquery.range();
    long start = earliest / interval * interval;
    start += start < earliest ? interval : 0;
    long end = steps.end() - back;
    if (end < start) {
      return;
    }
    long count = ((end - start) / interval) + 1;
    budget.hold(count);
    var inner = new Steps(start, end, interval);
    reader.within(
        subquery.offset(),
        subquery.at(),
        () -> evaluator.inner(subquery.expr(), inner, row -> into.accept(toSeries(row, inner))));
    budget.release(count);
  }

  private static Series toSeries(Row row, Steps steps) {
    var times = new long[steps.count()];
    double[] values = row.values();
    int size = 0;
    for (int i = 0; i < steps.count(); i++) {
      if (!Absent.is(values[i])) {
        times[size] = steps.time(i);
        values[size++] = values[i];
      }
    }
    return new Series(row.labels(), times, values, size);
  }
}
