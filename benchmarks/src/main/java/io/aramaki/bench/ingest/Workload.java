package io.aramaki.bench.ingest;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.bench.load.SeriesSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The data of one agent, the same for the same seed: 40 % counters, 40 % gauges with two decimals
/// that walk, 20 % nearly constant; four labels. Its times run on their own, one sample of each
/// series every 200 ms of them, so that a read by time covers the hours in which the batches were
/// made.
final class Workload {
  /// From one sample of a series to the next.
  static final long STEP_MS = 200;

  /// How many series share a metric's name.
  static final int SERIES_PER_METRIC = 10;

  private static final int KINDS = 5;
  private static final int GROWTH_MAX = 1_000;
  private static final double CENT = 100.0;
  private static final int START_MAX = 10_000;
  private static final double RARE = 0.01;

  private final RandomGenerator random;
  private final List<SeriesKey> keys = new ArrayList<>();
  private final double[] values;
  private final long startMs;
  private long steps;

  /// @param agent the number of the agent, from 0
  /// @param system its system
  /// @param startMs the time of the first samples
  Workload(long seed, int agent, String system, int series, long startMs) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + agent);
    this.startMs = startMs;
    this.values = new double[series];
    for (int i = 0; i < series; i++) {
      keys.add(
          new SeriesKey(
              system,
              metric(i),
              Map.of(
                  "series", "s" + i,
                  "device", "dev" + i % 7,
                  "zone", "zone" + agent % 3,
                  "job", "bench"),
              ""));
      values[i] = random.nextInt(START_MAX);
    }
  }

  static String metric(int series) {
    return "bench_metric_" + series / SERIES_PER_METRIC;
  }

  /// The next samples of all series: as many steps of data time as asked for.
  List<SeriesSamples> next(int count) {
    var blocks = new ArrayList<SeriesSamples>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      var times = new long[count];
      var samples = new double[count];
      for (int step = 0; step < count; step++) {
        times[step] = startMs + (steps + step) * STEP_MS;
        values[i] = following(i % KINDS, values[i]);
        samples[step] = values[i];
      }
      blocks.add(new SeriesSamples(keys.get(i), times, samples));
    }
    steps += count;
    return blocks;
  }

  private double following(int kind, double before) {
    return switch (kind) {
      case 0, 1 -> before + random.nextInt(GROWTH_MAX);
      case 2, 3 -> Math.round(before * CENT + random.nextInt(-99, 100)) / CENT;
      default -> random.nextDouble() < RARE ? random.nextInt(START_MAX) : before;
    };
  }

  /// After the newest sample, in milliseconds since the epoch.
  long endMs() {
    return startMs + steps * STEP_MS;
  }
}
