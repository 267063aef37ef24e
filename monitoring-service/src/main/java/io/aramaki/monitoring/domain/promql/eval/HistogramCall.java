package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.function.Histograms;
import io.aramaki.monitoring.domain.promql.syntax.Expr;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Names;
import io.aramaki.monitoring.domain.promql.value.Row;
import io.aramaki.monitoring.domain.promql.value.RowSet;
import io.aramaki.monitoring.domain.promql.value.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// `histogram_quantile`: puts series together to histograms by all labels but `le`.
final class HistogramCall {
  private static final Names BOUND = Names.of(List.of(Histograms.BOUND));

  private final double[] quantiles;
  private final Steps steps;
  private final Map<Labels, List<Bucket>> histograms = new LinkedHashMap<>();

  HistogramCall(double[] quantiles, Steps steps) {
    this.quantiles = quantiles;
    this.steps = steps;
  }

  void evaluate(Evaluator evaluator, Expr argument, Consumer<Row> into) {
    var buckets = evaluator.collect(argument, steps);
    buckets.forEach(this::add);
    var results = new RowSet(steps.count());
    histograms.forEach(
        (labels, series) -> results.add(new Row(labels.withoutName(), quantiles(series))));
    evaluator.release(buckets, steps);
    results.rows().forEach(into);
  }

  private void add(Row row) {
    var bound = Histograms.bound(row.labels().get(Histograms.BOUND));
    if (bound.isPresent()) {
      histograms
          .computeIfAbsent(row.labels().without(BOUND), _ -> new ArrayList<>())
          .add(new Bucket(bound.getAsDouble(), row));
    }
  }

  private double[] quantiles(List<Bucket> buckets) {
    buckets.sort(Comparator.comparingDouble(Bucket::bound));
    var results = new double[steps.count()];
    Arrays.fill(results, Absent.VALUE);
    var bounds = new double[buckets.size()];
    var counts = new double[buckets.size()];
    for (int step = 0; step < results.length; step++) {
      int size = 0;
      for (var bucket : buckets) {
        double count = bucket.row().values()[step];
        if (!Absent.is(count)) {
          bounds[size] = bucket.bound();
          counts[size++] = count;
        }
      }
      if (size > 0) {
        results[step] = Histograms.quantile(quantiles[step], bounds, counts, size);
      }
    }
    return results;
  }

  /// One series of a histogram.
  private record Bucket(double bound, Row row) {}
}
