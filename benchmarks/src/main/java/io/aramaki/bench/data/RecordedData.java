package io.aramaki.bench.data;

/// The recording, played by one host: it begins elsewhere, each series has another scale and a
/// little noise, and from time to time the host restarts, so that its counters begin at zero.
final class RecordedData extends HostData {
  /// Scales are these parts of [#SCALE_ONE], and up to twice as much.
  private static final int SCALE_MIN = 128;

  private static final int SCALE_BITS = 8;
  private static final int SCALE_ONE = 1 << SCALE_BITS;

  /// A host restarts once in this many steps, which is a day.
  private static final int RESTART_STEPS = 8_640;

  /// Noise is at most this part of the range in which a gauge varies.
  private static final int NOISE_PART = 64;

  private static final long NOISE_MAX = 1L << 30;

  private final Recording recording;
  private final long[] current;
  private final int[] scales;
  private final int phase;
  private final int restart;

  RecordedData(DataPlan plan, int host, Recording recording) {
    super(plan, host);
    if (plan.series() > recording.columns()) {
      throw new IllegalArgumentException(
          "the recording has %d series, %d were asked for of each host"
              .formatted(recording.columns(), plan.series()));
    }
    this.recording = recording;
    current = new long[plan.series()];
    scales = new int[plan.series()];
    phase = below(random(0), recording.rows());
    restart = below(random(0), RESTART_STEPS);
    for (int i = 0; i < current.length; i++) {
      scales[i] = SCALE_MIN + below(random(i), 2 * SCALE_MIN);
      current[i] = scaled(recording.column(i).at(phase), scales[i]);
    }
  }

  private static long scaled(long mantissa, int scale) {
    long whole = mantissa >> SCALE_BITS;
    long rest = mantissa & (SCALE_ONE - 1);
    return (whole * scale) + ((rest * scale) >> SCALE_BITS);
  }

  @Override
  void fill(int series, long firstStep, double[] values) {
    Recording.Column column = recording.column(series);
    int row = (int) ((phase + firstStep) % recording.rows());
    for (int i = 0; i < values.length; i++) {
      boolean restarts = (firstStep + i) % RESTART_STEPS == restart;
      long mantissa =
          column.isCounter() ? count(series, column, row, restarts) : gauge(series, column, row);
      values[i] = mantissa / column.divisor();
      row = row + 1 == recording.rows() ? 0 : row + 1;
    }
  }

  private long count(int series, Recording.Column column, int row, boolean restarts) {
    if (restarts) {
      current[series] = 0;
    }
    long increase = scaled(column.increase(row), scales[series]);
    if (increase > 1) {
      int range = (int) Math.min(NOISE_MAX, Math.max(2, increase / NOISE_PART));
      increase += below(random(series), range);
    }
    current[series] += increase;
    return current[series];
  }

  private long gauge(int series, Recording.Column column, int row) {
    long mantissa = scaled(column.at(row), scales[series]);
    if (column.range() > 0) {
      int range = (int) Math.min(NOISE_MAX, Math.max(1, column.range() / NOISE_PART));
      mantissa += below(random(series), range);
    }
    return mantissa;
  }
}
