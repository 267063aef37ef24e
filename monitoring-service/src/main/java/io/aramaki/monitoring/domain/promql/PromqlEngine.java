package io.aramaki.monitoring.domain.promql;

import io.aramaki.monitoring.domain.promql.eval.Evaluator;
import io.aramaki.monitoring.domain.promql.eval.Settings;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.syntax.Expr;
import io.aramaki.monitoring.domain.promql.syntax.Expr.StringLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Parser;
import io.aramaki.monitoring.domain.promql.syntax.ValueType;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.QueryResult;
import io.aramaki.monitoring.domain.promql.value.QueryResult.Sample;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.promql.value.Steps;
import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Answers queries in PromQL over a source of series. Safe for many threads if the source is.
public final class PromqlEngine {
  /// Times are this far from the epoch at most, so that reckoning with them never overflows.
  private static final long FARTHEST_TIME = 1L << 56;

  private static final Comparator<Sample> BY_LABELS = Comparator.comparing(Sample::labels);

  private final SeriesSource source;
  private final Settings settings;
  private final LongSupplier nanoTime;

  /// @param nanoTime a clock that only moves forward, such as `System::nanoTime`
  public PromqlEngine(SeriesSource source, Settings settings, LongSupplier nanoTime) {
    this.source = source;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /// Evaluates a query at one time.
  ///
  /// @param time milliseconds since the epoch
  /// @param canceled tells that nobody waits for the answer any more; asked often
  /// @throws QueryException if it has no answer
  public QueryResult instant(String query, long time, BooleanSupplier canceled) {
    checkTime(time);
    var expr = Parser.parse(query, settings.limits());
    var step = Steps.at(time);
    var budget = budget(canceled);
    var evaluator = new Evaluator(source, settings, budget, time, time);
    return switch (expr.type()) {
      case STRING -> new QueryResult.Text(time, ((StringLiteral) expr.bare()).value());
      case SCALAR -> {
        var rows = new ArrayList<Row>();
        evaluator.rows(expr, step, rows::add);
        yield new QueryResult.Scalar(time, rows.getFirst().values()[0]);
      }
      case VECTOR -> vector(expr, step, evaluator, budget);
      case MATRIX -> {
        var series = new ArrayList<Series>();
        evaluator.samples(
            expr,
            step,
            one -> {
              budget.hold(one.size());
              series.add(one);
            });
        series.sort(Comparator.comparing(Series::labels));
        yield new QueryResult.Matrix(series);
      }
    };
  }

  private static QueryResult vector(Expr expr, Steps step, Evaluator evaluator, Budget budget) {
    var samples = new ArrayList<Sample>();
    evaluator.rows(
        expr,
        step,
        row -> {
          budget.hold(1);
          samples.add(new Sample(row.labels(), step.start(), row.values()[0]));
        });
    samples.removeIf(sample -> Absent.is(sample.value()));
    if (!Evaluator.isOrdered(expr)) {
      samples.sort(BY_LABELS);
    }
    return new QueryResult.Vector(samples);
  }

  /// Evaluates a query at each step from a start to an end, both included.
  ///
  /// @param start milliseconds since the epoch
  /// @param end not before the start
  /// @param step milliseconds
  /// @param canceled tells that nobody waits for the answer any more; asked often
  /// @throws QueryException if it has no answer
  public QueryResult.Matrix range(
      String query, long start, long end, long step, BooleanSupplier canceled) {
    var steps = steps(start, end, step);
    var expr = Parser.parse(query, settings.limits());
    if (expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
      throw QueryException.badData(
          "invalid expression type "
              + Texts.quote(expr.type().documented())
              + " for range query, must be Scalar or instant Vector");
    }
    var budget = budget(canceled);
    var series = new ArrayList<Series>();
    new Evaluator(source, settings, budget, start, end)
        .rows(
            expr,
            steps,
            row -> {
              if (row.hasValue()) {
                budget.hold(steps.count());
                series.add(toSeries(row, steps));
              }
            });
    series.sort(Comparator.comparing(Series::labels));
    return new QueryResult.Matrix(series);
  }

  private Steps steps(long start, long end, long step) {
    checkTime(start);
    checkTime(end);
    if (step <= 0) {
      throw QueryException.badData(
          "invalid parameter \"step\": zero or negative query resolution step widths are not"
              + " accepted. Try a positive integer");
    }
    if (end < start) {
      throw QueryException.badData(
          "invalid parameter \"end\": end timestamp must not be before start time");
    }
    int points = settings.limits().points();
    if ((end - start) / step > points) {
      throw QueryException.badData(
          String.format(
              Locale.ROOT,
              "exceeded maximum resolution of %,d points per timeseries. Try decreasing the query"
                  + " resolution (?step=XX)",
              points));
    }
    return new Steps(start, end, step);
  }

  private static void checkTime(long time) {
    if (Math.abs(time) > FARTHEST_TIME) {
      throw QueryException.badData(
          "the time "
              + time
              + " ms is too far from 1970; expected at most "
              + FARTHEST_TIME
              + " ms before or after");
    }
  }

  private Budget budget(BooleanSupplier canceled) {
    return new Budget(settings.limits(), nanoTime, canceled);
  }

  private static Series toSeries(Row row, Steps steps) {
    var times = new long[steps.count()];
    double[] values = row.values();
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Absent.is(values[i])) {
        times[size] = steps.time(i);
        values[size++] = values[i];
      }
    }
    return new Series(row.labels(), times, values, size);
  }
}
