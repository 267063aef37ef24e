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
  private final long queryStart;
  private final long queryEnd;

  /// The newest time that may be read inside a subquery that says at which time.
  private long latest = Long.MAX_VALUE;

  /// @param queryStart to what `start()` refers
  /// @param queryEnd to what `end()` refers
  Reader(SeriesSource source, long lookback, Budget budget, long queryStart, long queryEnd) {
    this.source = source;
    this.lookback = lookback;
    this.budget = budget;
    this.queryStart = queryStart;
    this.queryEnd = queryEnd;
  }

  /// How far back from the time of each step a selector looks, in milliseconds. Time moves on with
  /// the steps also behind `@`; who does not want that evaluates the first step only.
  long back(long offset, At at, Steps steps) {
    return at instanceof At.Step ? offset : offset + steps.start() - time(at);
  }

  private long time(At at) {
    return switch (at) {
      case At.Step() -> latest;
      case At.Time(long time) -> time;
      case At.Start() -> queryStart;
      case At.End() -> queryEnd;
    };
  }

  /// The newest time that something reads. Prometheus reads nothing behind the time of `@`, though
  /// windows may move there.
  private long latest(long offset, At at) {
    long time = time(at);
    return time == Long.MAX_VALUE ? time : time - offset;
  }

  /// Evaluates what is inside a subquery with its time as the newest.
  void within(long offset, At at, Runnable evaluation) {
    long outer = latest;
    latest = latest(offset, at);
    evaluation.run();
    latest = outer;
  }

  /// The newest value of each series at each step.
  void newest(VectorSelector selector, Steps steps, Hints hints, Consumer<Row> into) {
    long first = steps.start() - back(selector.offset(), selector.at(), steps);
    each(selector, first, steps, steps.step(), hints, false, into);
  }

  /// The time of the newest value of each series at each step, in seconds. Behind `@` an offset
  /// only keeps newer samples from being read, as in Prometheus 2.42; how old a sample may be is
  /// counted from `@`.
  void times(VectorSelector selector, Steps steps, Hints hints, Consumer<Row> into) {
    boolean moves = selector.at() instanceof At.Step;
    long offset = moves ? selector.offset() : 0;
    long first = steps.start() - back(offset, selector.at(), steps);
    each(selector, first, steps, moves ? steps.step() : 0, hints, true, into);
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
    long last =
        Math.min(first + (step * (steps.count() - 1)), latest(selector.offset(), selector.at()));
    source.select(
        new Selection(selector.matchers(), first - lookback, last, hints),
        budget,
        series -> {
          budget.work(1L + series.size() + steps.count());
          var values = newest(upTo(last, series), first, step, steps.count(), times);
          var row = new Row(series.labels(), values);
          if (row.hasValue()) {
            into.accept(row);
          }
        });
  }

  /// A series without what a source gives beyond what it was asked for.
  private static Series upTo(long last, Series series) {
    int size = series.size();
    while (size > 0 && series.times()[size - 1] > last) {
      size--;
    }
    return new Series(series.labels(), series.times(), series.values(), size);
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
    var selection = selection(selector, windows, hints);
    source.select(
        selection,
        budget,
        series -> {
          budget.work(1L + series.size());
          into.accept(upTo(selection.end(), series));
        });
  }

  /// Asks the source for the values of a function over windows; answers false if it has none.
  boolean summaries(VectorSelector selector, Windows windows, Hints hints, Consumer<Row> into) {
    var selection = selection(selector, windows, hints);
    if (selection.end() < windows.end(windows.count() - 1)) {
      return false;
    }
    budget.selector();
    return source.overTime(
        selection,
        windows,
        budget,
        (labels, values) -> {
          budget.work(1L + values.length);
          into.accept(new Row(labels, values));
        });
  }

  private Selection selection(VectorSelector selector, Windows windows, Hints hints) {
    long end = Math.min(windows.end(windows.count() - 1), latest(selector.offset(), selector.at()));
    return new Selection(selector.matchers(), windows.start(0), end, hints);
  }
}
