package io.aramaki.monitoring.domain.promql;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.value.Series;
import java.util.ArrayList;
import java.util.List;

/// Series in memory, in the order in which they were added.
final class MemorySource implements SeriesSource {
  private final List<Series> all = new ArrayList<>();
  private final List<Selection> asked = new ArrayList<>();

  MemorySource add(Series series) {
    all.add(series);
    return this;
  }

  /// What it was asked for.
  List<Selection> asked() {
    return asked;
  }

  @Override
  public void select(Selection selection, Budget budget, SeriesVisitor into) {
    asked.add(selection);
    for (var series : all) {
      if (selection.matchers().stream().allMatch(m -> m.matches(series.labels()))) {
        budget.series();
        var cut = cut(series, selection.start(), selection.end());
        if (cut.size() > 0) {
          budget.samples(cut.size());
          into.visit(cut);
        }
      }
    }
  }

  private static Series cut(Series series, long start, long end) {
    var times = new long[series.size()];
    var values = new double[series.size()];
    int size = 0;
    for (int i = 0; i < series.size(); i++) {
      long time = series.times()[i];
      if (time >= start && time <= end) {
        times[size] = time;
        values[size++] = series.values()[i];
      }
    }
    return new Series(series.labels(), times, values, size);
  }
}
