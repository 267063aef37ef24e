package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.aggregate.Aggregations;
import io.aramaki.monitoring.domain.promql.aggregate.Groups;
import io.aramaki.monitoring.domain.promql.binary.Arithmetic;
import io.aramaki.monitoring.domain.promql.binary.Join;
import io.aramaki.monitoring.domain.promql.binary.Sets;
import io.aramaki.monitoring.domain.promql.binary.WithScalar;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.syntax.Expr;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Aggregate;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Call;
import io.aramaki.monitoring.domain.promql.syntax.Expr.NumberLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Paren;
import io.aramaki.monitoring.domain.promql.syntax.Expr.StringLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Unary;
import io.aramaki.monitoring.domain.promql.syntax.Expr.VectorSelector;
import io.aramaki.monitoring.domain.promql.syntax.ValueType;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Names;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.RowSet;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.promql.value.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/// Evaluates expressions. A vector is handed on series by series, so that what can be taken one by
/// one, such as an aggregation of a function over windows, never holds all series. Confined to one
/// thread.
public final class Evaluator {
  private final Budget budget;
  private final Reader reader;
  private final WindowCalls windowCalls;
  private final VectorCalls vectorCalls;
  private Around around = Around.NOTHING;

  /// @param start of the whole query
  /// @param end of the whole query, which may lie behind its last step
  public Evaluator(SeriesSource source, Settings settings, Budget budget, long start, long end) {
    this.budget = budget;
    this.reader = new Reader(source, settings.lookback().toMillis(), budget, start, end);
    this.windowCalls = new WindowCalls(this, reader, budget, settings);
    this.vectorCalls = new VectorCalls(this, settings.limits());
  }

  /// Hands over the series of a vector, or the scalar as a series without labels.
  public void rows(Expr expr, Steps steps, Consumer<Row> into) {
    budget.look();
    if (expr.type() == ValueType.SCALAR) {
      into.accept(new Row(Labels.EMPTY, scalar(expr, steps)));
    } else if (steps.count() > 1 && Shapes.isInvariant(expr)) {
      vector(expr, steps.first(), row -> into.accept(repeat(row, steps.count())));
    } else {
      vector(expr, steps, into);
    }
  }

  /// Tells whether the order of the series in an instant query means something.
  public static boolean isOrdered(Expr expr) {
    return Shapes.isOrdered(expr);
  }

  private static Row repeat(Row row, int count) {
    var values = new double[count];
    Arrays.fill(values, row.values()[0]);
    return new Row(row.labels(), values);
  }

  private void vector(Expr expr, Steps steps, Consumer<Row> into) {
    switch (expr) {
      case VectorSelector selector ->
          reader.newest(selector, steps, around.hints(steps.step(), 0), into);
      case Call call ->
          within(
              new Around(call.function().name(), false, List.of()), () -> call(call, steps, into));
      case Aggregate aggregate ->
          within(
              new Around(aggregate.op().sign(), !aggregate.without(), aggregate.grouping()),
              () -> aggregate(aggregate, steps, into));
      case Binary binary -> within(Around.NOTHING, () -> binary(binary, steps, into));
      case Unary unary -> within(around.inner(), () -> unary(unary, steps, into));
      case Paren paren -> within(around.inner(), () -> rows(paren.expr(), steps, into));
      case Expr.MatrixSelector _, Expr.Subquery _, NumberLiteral _, StringLiteral _ ->
          throw new IllegalArgumentException(expr + " is no instant vector");
    }
  }

  private void within(Around here, Runnable evaluation) {
    var outer = around;
    around = here;
    evaluation.run();
    around = outer;
  }

  private void call(Call call, Steps steps, Consumer<Row> into) {
    boolean overWindows =
        call.arguments().stream().anyMatch(argument -> argument.type() == ValueType.MATRIX);
    if (overWindows) {
      windowCalls.evaluate(call, steps, into);
    } else {
      vectorCalls.evaluate(call, steps, into);
    }
  }

  private void aggregate(Aggregate aggregate, Steps steps, Consumer<Row> into) {
    var names = Names.of(aggregate.grouping());
    var parameter = aggregate.parameter();
    Groups groups =
        parameter != null && parameter.bare() instanceof StringLiteral(String label, int _)
            ? Aggregations.countValues(label, names, aggregate.without(), steps.count(), budget)
            : Aggregations.of(
                aggregate.op(),
                names,
                aggregate.without(),
                parameter == null ? new double[0] : scalar(parameter, steps),
                steps.count(),
                budget);
    rows(aggregate.expr(), steps, groups::add);
    groups.finish(row -> {
      if (row.hasValue()) {
        into.accept(row);
      }
    });
  }

  private void binary(Binary binary, Steps steps, Consumer<Row> into) {
    boolean scalarLeft = binary.left().type() == ValueType.SCALAR;
    if (scalarLeft || binary.right().type() == ValueType.SCALAR) {
      var scalar = scalar(scalarLeft ? binary.left() : binary.right(), steps);
      var operation = new WithScalar(binary, scalar, scalarLeft);
      var vector = scalarLeft ? binary.right() : binary.left();
      if (WithScalar.dropsName(binary)) {
        renamed(vector, steps, operation::apply, into);
      } else {
        rows(vector, steps, row -> acceptIfAny(operation.apply(row), into));
      }
      return;
    }
    var left = collect(binary.left(), steps);
    var right = collect(binary.right(), steps);
    var results =
        binary.op().isSet()
            ? Sets.apply(binary, left, right, steps.count(), budget)
            : Join.apply(binary, left, right, steps.count(), budget);
    release(left, steps);
    release(right, steps);
    results.forEach(into);
  }

  private void unary(Unary unary, Steps steps, Consumer<Row> into) {
    if (!unary.minus()) {
      rows(unary.expr(), steps, into);
      return;
    }
    boolean distinct = Shapes.isDistinctWithoutName(unary.expr());
    var seen = new HashSet<Labels>();
    rows(
        unary.expr(),
        steps,
        row -> {
          var labels = row.labels().withoutName();
          if (!distinct && !seen.add(labels)) {
            throw QueryException.sameLabels();
          }
          negate(row.values());
          into.accept(row.with(labels));
        });
  }

  private static void negate(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Absent.is(values[i]) ? Absent.VALUE : -values[i];
    }
  }

  /// Changes each series in a way that may take its name away, and puts together what is the same
  /// then.
  void renamed(Expr expr, Steps steps, UnaryOperator<Row> change, Consumer<Row> into) {
    if (Shapes.isDistinctWithoutName(expr)) {
      rows(expr, steps, row -> acceptIfAny(change.apply(row), into));
      return;
    }
    var rows = new RowSet(steps.count());
    rows(
        expr,
        steps,
        row -> {
          int before = rows.size();
          rows.add(change.apply(row));
          budget.hold((long) (rows.size() - before) * steps.count());
        });
    budget.release((long) rows.size() * steps.count());
    rows.rows().forEach(into);
  }

  private static void acceptIfAny(Row row, Consumer<Row> into) {
    if (row.hasValue()) {
      into.accept(row);
    }
  }

  /// All series of a vector; they count as held until [#release].
  List<Row> collect(Expr expr, Steps steps) {
    var rows = new ArrayList<Row>();
    rows(
        expr,
        steps,
        row -> {
          budget.hold(steps.count());
          rows.add(row);
        });
    return rows;
  }

  void release(List<Row> rows, Steps steps) {
    budget.release((long) rows.size() * steps.count());
  }

  /// The vector inside a subquery.
  void inner(Expr expr, Steps steps, Consumer<Row> into) {
    within(around.inner(), () -> rows(expr, steps, into));
  }

  /// The times of the newest samples, in seconds.
  void times(VectorSelector selector, Steps steps, Consumer<Row> into) {
    var times = new RowSet(steps.count());
    reader.times(
        selector,
        steps,
        around.hints(steps.step(), 0),
        row -> times.add(row.with(row.labels().withoutName())));
    times.rows().forEach(into);
  }

  Around around() {
    return around;
  }

  /// The series of a range vector, with their samples.
  public void samples(Expr range, Steps step, Consumer<Series> into) {
    windowCalls.collect(range.bare(), step, into);
  }

  /// The values of a scalar.
  double[] scalar(Expr expr, Steps steps) {
    if (steps.count() > 1 && Shapes.isInvariant(expr)) {
      var values = new double[steps.count()];
      Arrays.fill(values, scalar(expr, steps.first())[0]);
      return values;
    }
    return switch (expr) {
      case NumberLiteral number -> each(steps, _ -> number.value());
      case Paren paren -> scalar(paren.expr(), steps);
      case Unary unary -> {
        var values = scalar(unary.expr(), steps);
        yield unary.minus() ? each(steps, i -> -values[i]) : values;
      }
      case Binary binary -> {
        var left = scalar(binary.left(), steps);
        var right = scalar(binary.right(), steps);
        yield each(steps, i -> Arithmetic.scalar(binary.op(), left[i], right[i]));
      }
      case Call call -> scalarCall(call, steps);
      case VectorSelector _, Expr.MatrixSelector _, Expr.Subquery _, Aggregate _, StringLiteral _ ->
          throw new IllegalArgumentException(expr + " is no scalar");
    };
  }

  private double[] scalarCall(Call call, Steps steps) {
    return switch (call.function().name()) {
      case "time" -> each(steps, i -> (double) steps.time(i) / 1000);
      case "pi" -> each(steps, _ -> Math.PI);
      default -> onlyValue(call, steps);
    };
  }

  /// The value of the only series at each step, NaN if there are none or several.
  private double[] onlyValue(Call call, Steps steps) {
    var counts = new int[steps.count()];
    var values = new double[steps.count()];
    within(
        new Around(call.function().name(), false, List.of()),
        () ->
            rows(
                call.arguments().getFirst(),
                steps,
                row -> {
                  for (int i = 0; i < counts.length; i++) {
                    if (!Absent.is(row.values()[i])) {
                      counts[i]++;
                      values[i] = row.values()[i];
                    }
                  }
                }));
    return each(steps, i -> counts[i] == 1 ? values[i] : Double.NaN);
  }

  private static double[] each(Steps steps, IntToDoubleFunction value) {
    var values = new double[steps.count()];
    Arrays.setAll(values, value);
    return values;
  }
}
