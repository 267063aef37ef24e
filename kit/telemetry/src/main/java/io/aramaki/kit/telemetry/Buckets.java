package io.aramaki.kit.telemetry;

import java.util.Arrays;
import java.util.List;

/// The upper bounds of a histogram's buckets, ascending; above the last one there is another bucket
/// without bound.
public record Buckets(List<Double> bounds) {
  /// From half a millisecond to a minute, in seconds.
  public static final Buckets SECONDS =
      of(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

  /// From 64 bytes to 1 MiB by powers of four, in bytes.
  public static final Buckets BYTES = of(64, 256, 1024, 4096, 16384, 65536, 262144, 1048576);

  public Buckets {
    bounds = List.copyOf(bounds);
    for (int i = 1; i < bounds.size(); i++) {
      if (bounds.get(i - 1) >= bounds.get(i)) {
        throw new IllegalArgumentException("bounds must ascend, were " + bounds);
      }
    }
  }

  public static Buckets of(double... bounds) {
    return new Buckets(Arrays.stream(bounds).boxed().toList());
  }

  int size() {
    return bounds.size();
  }

  double bound(int index) {
    return index < bounds.size() ? bounds.get(index) : Double.POSITIVE_INFINITY;
  }

  /// Answers the bucket of a value: the first whose bound is not below it.
  int indexOf(double value) {
    int index = 0;
    while (index < bounds.size() && value > bounds.get(index)) {
      index++;
    }
    return index;
  }
}
