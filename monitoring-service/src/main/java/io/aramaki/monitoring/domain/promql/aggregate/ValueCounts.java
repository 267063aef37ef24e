package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Names;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How often each value occurs, with the value as a label.
final class ValueCounts implements Groups {
  private final String label;
  private final Names names;
  private final boolean without;
  private final int steps;
  private final Budget budget;
  private final Map<Labels, double[]> counts = new LinkedHashMap<>();

  ValueCounts(String label, Names names, boolean without, int steps, Budget budget) {
    this.label = label;
    this.names = without ? names.withMetric() : names.with(label);
    this.without = without;
    this.steps = steps;
    this.budget = budget;
  }

  @Override
  public void add(Row row) {
    double last = Absent.VALUE;
    double @Nullable [] group = null;
    budget.work(steps);
    for (int i = 0; i < steps; i++) {
      double value = row.values()[i];
      if (Absent.is(value)) {
        continue;
      }
      if (group == null || Double.doubleToLongBits(value) != Double.doubleToLongBits(last)) {
        group = group(row.labels(), value);
        last = value;
      }
      group[i] = Absent.is(group[i]) ? 1 : group[i] + 1;
    }
  }

  private double[] group(Labels labels, double value) {
    var all = labels.with(label, Texts.plain(value));
    return counts.computeIfAbsent(
        without ? all.without(names) : all.keep(names),
        _ -> {
          budget.hold(steps);
          var empty = new double[steps];
          Arrays.fill(empty, Absent.VALUE);
          return empty;
        });
  }

  @Override
  public void finish(Consumer<Row> into) {
    budget.release((long) counts.size() * steps);
    counts.forEach((labels, values) -> into.accept(new Row(labels, values)));
  }
}
