package io.aramaki.bench.series;

import java.util.Arrays;

/// How long answers took.
final class Latencies {
  private static final double NANOS_PER_MS = 1e6;

  private final long[] nanos;

  Latencies(long[] nanos) {
    this.nanos = nanos.clone();
    Arrays.sort(this.nanos);
  }

  /// The time within which this share was answered, in milliseconds.
  ///
  /// @param share more than 0, at most 1
  double ms(double share) {
    int place = (int) Math.ceil(share * nanos.length) - 1;
    return nanos[Math.clamp(place, 0, nanos.length - 1)] / NANOS_PER_MS;
  }
}
