package io.aramaki.bench.read;

import java.io.IOException;
import java.util.Map;

/// How many series monitoring knows, by its own figures.
public final class KnownSeries {
  private static final String NAME = "aramaki_monitoring_series";

  private KnownSeries() {}

  /// Asks.
  ///
  /// @param monitoring its admin pages
  public static long count(Door monitoring) throws IOException {
    return monitoring
        .text("/metrics", Map.of())
        .lines()
        .filter(line -> line.startsWith(NAME + " ") || line.startsWith(NAME + "{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
