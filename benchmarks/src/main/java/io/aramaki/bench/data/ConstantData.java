package io.aramaki.bench.data;

import java.util.Arrays;

/// Each series keeps its first value, two decimals.
final class ConstantData extends HostData {
  private static final int CENTS_MAX = 1_000_000;
  private static final double CENTS = 100.0;

  private final double[] levels;

  ConstantData(DataPlan plan, int host) {
    super(plan, host);
    levels = new double[plan.series()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = below(random(i), CENTS_MAX) / CENTS;
    }
  }

  @Override
  void fill(int series, long firstStep, double[] values) {
    Arrays.fill(values, levels[series]);
  }
}
