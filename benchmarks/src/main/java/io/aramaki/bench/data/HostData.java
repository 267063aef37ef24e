package io.aramaki.bench.data;

/// The values of one host, made as they are asked for, in order of time.
///
/// Each series has random numbers of its own, so the values do not depend on how many steps are
/// asked for at a time. Not thread-safe.
public abstract sealed class HostData permits RecipeData, RandomData, ConstantData, RecordedData {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final DataPlan plan;
  private final int host;
  private final long[] states;
  private long step;

  HostData(DataPlan plan, int host) {
    this.plan = plan;
    this.host = host;
    this.states = new long[plan.series()];
    for (int i = 0; i < states.length; i++) {
      states[i] = mix((((plan.seed() * 1_000_003) + host) * 1_000_003) + i);
    }
  }

  /// Fills the block with what follows.
  public final void next(HostBlock block) {
    block.begin(host, step, plan);
    for (int series = 0; series < plan.series(); series++) {
      fill(series, step, block.values(series));
    }
    step += block.steps();
  }

  /// Makes the values of one series from a step on.
  abstract void fill(int series, long firstStep, double[] values);

  /// The next 64 random bits of a series.
  final long random(int series) {
    states[series] += GOLDEN;
    return mix(states[series]);
  }

  /// A number from 0 to below the bound, from the higher half of random bits.
  static int below(long random, int bound) {
    return (int) (((random >>> 32) * bound) >>> 32);
  }

  /// How many steps were made.
  public final long steps() {
    return step;
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
