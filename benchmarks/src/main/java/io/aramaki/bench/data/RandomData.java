package io.aramaki.bench.data;

/// Uniform random doubles from 0 to 1, with all 53 bits.
final class RandomData extends HostData {
  private static final int UNUSED_BITS = 11;
  private static final double UNIT = 0x1p-53;

  RandomData(DataPlan plan, int host) {
    super(plan, host);
  }

  @Override
  void fill(int series, long firstStep, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (random(series) >>> UNUSED_BITS) * UNIT;
    }
  }
}
