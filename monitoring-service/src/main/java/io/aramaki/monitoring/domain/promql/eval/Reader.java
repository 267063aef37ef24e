package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.select.Selection.Hints;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.syntax.At;
import io.aramaki.monitoring.domain.promql.syntax.Expr.VectorSelector;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.promql.value.Steps;
import java.util.function.Consumer;

/// Reads what selectors select from a source.
final class Reader {
  private final SeriesSource source;
  private final long lookback;
  private final Budget budget;
  private final Steps query;

  /// @param query the steps of the whole query, to which `start()` and `end()` refer
  Reader(SeriesSource source, long lookback, Budget budget, Steps query) {
    this.source = source;
    this.lookback = lookback;
    this.budget = budget;
    this.query = query;
  }

  /// How far back from the time of each step a selector looks, in milliseconds. Time moves on with
  /// the steps also behind `@`; who does not want that evaluates the first step only.
  long back(long offset, At at, Steps steps) {
    return switch (at) {
      case At.Step() -> offset;
      case At.Time(long time) -> offset + steps.start() - time;
      case At.Start() -> offset + steps.start() - query.start();
      case At.End() -> offset + steps.start() - query.end();
    };
  }

  /// The newest value of each series at each step.
  void newest(VectorSelector selector, Steps steps, Hints hints, Consumer<Row> into) {
    long first = steps.start() - back(selector.offset(), selector.at(), steps);
    each(selector, first, steps, steps.step(), hints, false, into);
  }

  /// The time of the newest value of each series at each step, in seconds. Behind `@` the offset does
  /// not count, as in Prometheus 2.42.
  void times(VectorSelector selector, Steps steps, Hints hints, Consumer<Row> into) {
    if (selector.at() instanceof At.Step) {
      each(selector, steps.start() - selector.offset(), steps, steps.step(), hints, true, into);
    } else {
      each(selector, steps.start() - back(0, selector.at(), steps), steps, 0, hints, true, into);
    }
  }

  private void each(
      VectorSelector selector,
      long first,
      Steps steps,
      long step,
      Hints hints,
      boolean times,
      Consumer<Row> into) {
    budget.selector();
    long last = first + (step * (steps.count() - 1));
    source.select(
        new Selection(selector.matchers(), first - lookback, last, hints),
        budget,
        series -> {
          budget.work(1L + series.size() + steps.count());
          var values = newest(series, first, step, steps.count(), times);
          var row = new Row(series.labels(), values);
          if (row.hasValue()) {
            into.accept(row);
          }
        });
  }

  private double[] newest(Series series, long first, long step, int count, boolean asTimes) {
    var result = new double[count];
    long[] times = series.times();
    double[] values = series.values();
    int size = series.size();
    int next = 0;
    for (int i = 0; i < count; i++) {
      long time = first + (i * step);
      while (next < size && times[next] <= time) {
        next++;
      }
      if (next == 0 || times[next - 1] < time - lookback || Absent.is(values[next - 1])) {
        result[i] = Absent.VALUE;
      } else {
        result[i] = asTimes ? (double) times[next - 1] / 1000 : values[next - 1];
      }
    }
    return result;
  }

  /// The samples of each series that any of the windows covers.
  void samples(VectorSelector selector, Windows windows, Hints hints, Consumer<Series> into) {
    budget.selector();
    source.select(
        selection(selector, windows, hints),
        budget,
        series -> {
          budget.work(1L + series.size());
          into.accept(series);
        });
  }

  /// Asks the source for the values of a function over windows; answers false if it has none.
  boolean summaries(
      VectorSelector selector, Windows windows, Hints hints, Consumer<Row> into) {
    budget.selector();
    return source.overTime(
        selection(selector, windows, hints),
        windows,
        budget,
        (labels, values) -> {
          budget.work(1L + values.length);
          into.accept(new Row(labels, values));
        });
  }

  private static Selection selection(VectorSelector selector, Windows windows, Hints hints) {
    return new Selection(
        selector.matchers(), windows.start(0), windows.end(windows.count() - 1), hints);
  }
}
