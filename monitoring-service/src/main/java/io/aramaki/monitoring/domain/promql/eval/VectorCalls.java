package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.function.Dates;
import io.aramaki.monitoring.domain.promql.function.Join;
import io.aramaki.monitoring.domain.promql.function.Numbers;
import io.aramaki.monitoring.domain.promql.function.Replacement;
import io.aramaki.monitoring.domain.promql.syntax.Expr;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Call;
import io.aramaki.monitoring.domain.promql.syntax.Expr.StringLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.VectorSelector;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.RowSet;
import io.aramaki.monitoring.domain.promql.value.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Functions over instant vectors.
final class VectorCalls {
  private final Evaluator evaluator;
  private final Limits limits;

  VectorCalls(Evaluator evaluator, Limits limits) {
    this.evaluator = evaluator;
    this.limits = limits;
  }

  void evaluate(Call call, Steps steps, Consumer<Row> into) {
    List<Expr> arguments = call.arguments();
    switch (call.function().name()) {
      case "vector" ->
          into.accept(new Row(Labels.EMPTY, evaluator.scalar(arguments.getFirst(), steps)));
      case "absent" -> absent(arguments.getFirst(), steps, into);
      case "sort" -> sort(arguments.getFirst(), steps, into, new ValueOrder(false));
      case "sort_desc" -> sort(arguments.getFirst(), steps, into, new ValueOrder(true));
      case "timestamp" -> timestamp(arguments.getFirst(), steps, into);
      case "label_replace" -> {
        var replacement = Replacement.of(texts(arguments), limits.regexSize());
        relabel(arguments.getFirst(), steps, into, replacement::apply);
      }
      case "label_join" -> {
        var join = Join.of(texts(arguments));
        relabel(arguments.getFirst(), steps, into, join::apply);
      }
      case "clamp", "clamp_min", "clamp_max", "round" -> bounded(call, steps, into);
      case "histogram_quantile" ->
          new HistogramCall(evaluator.scalar(arguments.getFirst(), steps), steps)
              .evaluate(evaluator, arguments.getLast(), into);
      // They look at native histograms, which there are none of.
      case "histogram_count", "histogram_sum", "histogram_fraction" ->
          evaluator.rows(arguments.getLast(), steps, _ -> {});
      default -> plain(call, steps, into);
    }
  }

  private static List<String> texts(List<Expr> arguments) {
    return arguments.stream()
        .skip(1)
        .map(argument -> ((StringLiteral) argument.bare()).value())
        .toList();
  }

  private void plain(Call call, Steps steps, Consumer<Row> into) {
    String name = call.function().name();
    if (call.arguments().isEmpty()) {
      var values = new double[steps.count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Dates.part(name, Math.floor((double) steps.time(i) / 1000));
      }
      into.accept(new Row(Labels.EMPTY, values));
      return;
    }
    var function = Numbers.of(name);
    map(
        call.arguments().getFirst(),
        steps,
        into,
        (_, value) -> function == null ? Dates.part(name, value) : function.applyAsDouble(value));
  }

  private void bounded(Call call, Steps steps, Consumer<Row> into) {
    String name = call.function().name();
    var numbers = call.arguments().stream().skip(1).map(a -> evaluator.scalar(a, steps)).toList();
    double[] first = numbers.isEmpty() ? new double[0] : numbers.getFirst();
    double[] last = numbers.isEmpty() ? new double[0] : numbers.getLast();
    map(
        call.arguments().getFirst(),
        steps,
        into,
        (i, value) ->
            switch (name) {
              case "clamp_min" -> Numbers.max(first[i], value);
              case "clamp_max" -> Numbers.min(first[i], value);
              case "round" -> Numbers.round(value, first.length == 0 ? 1 : first[i]);
              default ->
                  last[i] < first[i]
                      ? Absent.VALUE
                      : Numbers.max(first[i], Numbers.min(last[i], value));
            });
  }

  /// Makes a value of each value, and takes the metric's name away.
  private void map(Expr argument, Steps steps, Consumer<Row> into, StepFunction function) {
    evaluator.renamed(
        argument,
        steps,
        row -> {
          double[] values = row.values();
          for (int i = 0; i < values.length; i++) {
            if (!Absent.is(values[i])) {
              values[i] = function.apply(i, values[i]);
            }
          }
          return row.with(row.labels().withoutName());
        },
        into);
  }

  private void absent(Expr argument, Steps steps, Consumer<Row> into) {
    var values = new double[steps.count()];
    Arrays.fill(values, 1);
    evaluator.rows(
        argument,
        steps,
        row -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = Absent.is(row.values()[i]) ? values[i] : Absent.VALUE;
          }
        });
    into.accept(new Row(Shapes.absentLabels(argument), values));
  }

  private void timestamp(Expr argument, Steps steps, Consumer<Row> into) {
    if (argument.bare() instanceof VectorSelector selector) {
      evaluator.times(selector, steps, into);
    } else {
      map(argument, steps, into, (i, _) -> (double) steps.time(i) / 1000);
    }
  }

  private void relabel(
      Expr argument, Steps steps, Consumer<Row> into, UnaryOperator<Labels> change) {
    var rows = new RowSet(steps.count());
    evaluator.rows(argument, steps, row -> rows.add(row.with(change.apply(row.labels()))));
    rows.rows().forEach(into);
  }

  private void sort(Expr argument, Steps steps, Consumer<Row> into, ValueOrder order) {
    if (steps.count() > 1) {
      evaluator.rows(argument, steps, into);
      return;
    }
    var rows = new ArrayList<Row>();
    evaluator.rows(argument, steps, rows::add);
    order.sort(rows);
    rows.forEach(into);
  }

  /// From a step and a value to a value.
  @FunctionalInterface
  private interface StepFunction {
    double apply(int step, double value);
  }
}
