package io.aramaki.bench.data;

/// Of five series two are counters, two are gauges and one is nearly constant.
final class RecipeData extends HostData {
  private static final int KINDS = 5;
  private static final int START_MAX = 1_000_000;
  private static final int RATE_MAX = 1_000;
  private static final int WALK_CENTS = 99;
  private static final double CENTS = 100.0;
  private static final int LEVEL_MAX = 10_000;

  /// A nearly constant series changes once in this many steps, on average.
  private static final int RARE = 256;

  private final long[] current;
  private final int[] rates;

  RecipeData(DataPlan plan, int host) {
    super(plan, host);
    current = new long[plan.series()];
    rates = new int[plan.series()];
    for (int i = 0; i < current.length; i++) {
      current[i] = below(random(i), i % KINDS == KINDS - 1 ? LEVEL_MAX : START_MAX);
      rates[i] = 2 + below(random(i), 2 * RATE_MAX);
    }
  }

  @Override
  void fill(int series, long firstStep, double[] values) {
    switch (series % KINDS) {
      case 0, 1 -> counter(series, values);
      case 2, 3 -> gauge(series, values);
      default -> level(series, values);
    }
  }

  private void counter(int series, double[] values) {
    int rate = rates[series];
    long now = current[series];
    for (int i = 0; i < values.length; i++) {
      now += below(random(series), rate);
      values[i] = now;
    }
    current[series] = now;
  }

  private void gauge(int series, double[] values) {
    long cents = current[series];
    for (int i = 0; i < values.length; i++) {
      cents += below(random(series), (2 * WALK_CENTS) + 1) - WALK_CENTS;
      values[i] = cents / CENTS;
    }
    current[series] = cents;
  }

  private void level(int series, double[] values) {
    long now = current[series];
    for (int i = 0; i < values.length; i++) {
      long random = random(series);
      if ((random & (RARE - 1)) == 0) {
        now = below(random, LEVEL_MAX);
      }
      values[i] = now;
    }
    current[series] = now;
  }
}
