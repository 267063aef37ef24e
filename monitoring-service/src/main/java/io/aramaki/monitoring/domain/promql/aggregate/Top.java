package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The largest or smallest values of each step with their series. Holds no more than these.
final class Top implements Accumulator {
  private final boolean largest;
  private final long[] most;
  private final Budget budget;
  private final @Nullable Heap[] heaps;
  private final List<Labels> rows = new ArrayList<>();

  Top(boolean largest, long[] most, Budget budget) {
    this.largest = largest;
    this.most = most;
    this.budget = budget;
    this.heaps = new @Nullable Heap[most.length];
  }

  @Override
  public void add(Row row) {
    double[] values = row.values();
    rows.add(row.labels());
    budget.work(values.length);
    for (int i = 0; i < heaps.length; i++) {
      if (most[i] >= 1 && !Absent.is(values[i])) {
        @Nullable Heap heap = heaps[i];
        if (heap == null) {
          heap = new Heap(largest);
          heaps[i] = heap;
        }
        heap.offer(values[i], rows.size() - 1, most[i]);
      }
    }
  }

  @Override
  public void finish(Labels group, Consumer<Row> into) {
    Map<Integer, double[]> results = new LinkedHashMap<>();
    for (int i = 0; i < heaps.length; i++) {
      @Nullable Heap heap = heaps[i];
      if (heap != null) {
        heap.sort();
        for (int rank = 0; rank < heap.size(); rank++) {
          results.computeIfAbsent(heap.row(rank), _ -> empty())[i] = heap.value(rank);
        }
      }
    }
    results.forEach((row, values) -> into.accept(new Row(rows.get(row), values)));
  }

  private double[] empty() {
    var values = new double[heaps.length];
    Arrays.fill(values, Absent.VALUE);
    return values;
  }
}
