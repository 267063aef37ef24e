package io.aramaki.bench.load;

/// How many samples of a series there are, and a checksum over their times and values that does not
/// depend on their order. A sample that is there twice counts twice.
///
/// @param samples how many
/// @param checksum the sum of a 64-bit hash of each
public record SeriesSum(long samples, long checksum) {
  /// No sample.
  public static final SeriesSum NONE = new SeriesSum(0, 0);

  /// Sums up samples, sent ones or ones that were read back.
  public static SeriesSum of(long[] timesMs, double[] values) {
    if (timesMs.length != values.length) {
      throw new IllegalArgumentException(
          "%d times but %d values".formatted(timesMs.length, values.length));
    }
    long checksum = 0;
    for (int i = 0; i < timesMs.length; i++) {
      checksum += hash(timesMs[i], values[i]);
    }
    return new SeriesSum(timesMs.length, checksum);
  }

  /// Both together.
  public SeriesSum plus(SeriesSum other) {
    return new SeriesSum(samples + other.samples, checksum + other.checksum);
  }

  private static long hash(long timeMs, double value) {
    return mix(mix(timeMs) + Double.doubleToRawLongBits(value));
  }

  /// The finaliser of SplitMix64.
  private static long mix(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
