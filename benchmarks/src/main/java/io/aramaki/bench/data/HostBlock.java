package io.aramaki.bench.data;

/// Some steps of all series of one host, in columns; reused from batch to batch.
public final class HostBlock {
  private final long[] times;
  private final double[][] values;
  private int host;
  private long firstStep;

  /// An empty block.
  ///
  /// @param series how many
  /// @param steps samples of each
  public HostBlock(int series, int steps) {
    this.times = new long[steps];
    this.values = new double[series][steps];
  }

  void begin(int newHost, long newFirstStep, DataPlan plan) {
    host = newHost;
    firstStep = newFirstStep;
    for (int i = 0; i < times.length; i++) {
      times[i] = plan.timeMs(newFirstStep + i);
    }
  }

  public int host() {
    return host;
  }

  /// The number of its first step, from 0.
  public long firstStep() {
    return firstStep;
  }

  public int series() {
    return values.length;
  }

  public int steps() {
    return times.length;
  }

  public int samples() {
    return values.length * times.length;
  }

  /// The times of all series, milliseconds since the epoch; not a copy.
  public long[] times() {
    return times;
  }

  /// The values of one series; not a copy.
  public double[] values(int series) {
    return values[series];
  }
}
