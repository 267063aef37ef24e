package io.aramaki.bench.compare;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.HostData;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.read.PromQuery;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The questions of a comparison, and the right answers, computed from the data.
final class Questions {
  static final int TOP = 10;
  private static final double TOLERANCE = 1e-9;

  /// A gauge with decimals, where there are so many series.
  private static final int GAUGE = 2;

  /// Asked so long after the last sample: the first one still lies within the span.
  private static final long AFTER_MS = DataPlan.STEP_MS / 2;

  private static final int BLOCK = 20;

  private final List<PromQuery> queries;
  private final Map<PromQuery, Map<String, Double>> answers = new HashMap<>();

  /// @param steps how many each series has
  Questions(DataPlan plan, int steps) {
    int series = Math.min(GAUGE, plan.series() - 1);
    SeriesLabels labels = plan.labels(0, series);
    String device = labels.labels().getOrDefault(SeriesLabels.DEVICE, "");
    String host = SeriesLabels.hostName(0);
    long last = plan.timeMs(steps - 1);
    PromQuery range =
        PromQuery.range(
            "one-series",
            "%s{host=\"%s\",device=\"%s\"}".formatted(labels.metric(), host, device),
            plan.timeMs(0),
            last,
            DataPlan.STEP_MS);
    PromQuery top =
        PromQuery.instant(
            "topk",
            "topk(%d, avg_over_time(%s{device=\"%s\"}[%dms]))"
                .formatted(TOP, labels.metric(), device, steps * DataPlan.STEP_MS),
            last + AFTER_MS);
    queries = List.of(range, top);
    answers.put(range, points(plan, series, steps));
    answers.put(top, top(plan, series, steps, last + AFTER_MS));
  }

  List<PromQuery> all() {
    return queries;
  }

  private static double[] values(DataPlan plan, int host, int series, int steps) {
    var values = new double[steps];
    HostData data = plan.host(host);
    var block = new HostBlock(plan.series(), BLOCK);
    for (int from = 0; from < steps; from += BLOCK) {
      data.next(block);
      System.arraycopy(block.values(series), 0, values, from, Math.min(BLOCK, steps - from));
    }
    return values;
  }

  private static Map<String, Double> points(DataPlan plan, int series, int steps) {
    double[] values = values(plan, 0, series, steps);
    var points = new LinkedHashMap<String, Double>();
    for (int step = 0; step < steps; step++) {
      points.put(PromQuery.key(SeriesLabels.hostName(0), plan.timeMs(step)), values[step]);
    }
    return points;
  }

  private static Map<String, Double> top(DataPlan plan, int series, int steps, long timeMs) {
    var averages = new HashMap<String, Double>();
    for (int host = 0; host < plan.hosts(); host++) {
      double sum = 0;
      for (double value : values(plan, host, series, steps)) {
        sum += value;
      }
      averages.put(PromQuery.key(SeriesLabels.hostName(host), timeMs), sum / steps);
    }
    var top = new LinkedHashMap<String, Double>();
    averages.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(TOP)
        .forEach(entry -> top.put(entry.getKey(), entry.getValue()));
    return top;
  }

  /// Compares an answer with the right one.
  ///
  /// @return what is wrong with it; empty if nothing
  String compare(PromQuery query, Map<String, Double> answer) {
    Map<String, Double> right = answers.getOrDefault(query, Map.of());
    if (answer.size() != right.size()) {
      return "%d values were expected, were %d".formatted(right.size(), answer.size());
    }
    for (Map.Entry<String, Double> entry : right.entrySet()) {
      double expected = entry.getValue();
      Double there = answer.get(entry.getKey());
      if (there == null) {
        return "%s is missing".formatted(entry.getKey());
      }
      if (Math.abs(there - expected) > TOLERANCE * Math.max(Math.abs(expected), Math.abs(there))) {
        return "%s should be %s, was %s".formatted(entry.getKey(), expected, there);
      }
    }
    return "";
  }
}
