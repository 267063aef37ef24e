package io.aramaki.bench.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Which kind of values.
public enum DataSet {
  /// 40 % counters, 40 % gauges with two decimals that walk, 20 % nearly constant.
  RECIPE,

  /// Uniform random doubles: nothing to compress.
  RANDOM,

  /// Each series keeps its first value.
  CONSTANT,

  /// A recording of a real host's metrics, with another phase, scale, noise and restarts for each
  /// host.
  RECORDED;

  /// The name in options and reports.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the name.
  ///
  /// @throws IllegalArgumentException if there is no such set
  public static DataSet parse(String text) {
    return Arrays.stream(values())
        .filter(set -> set.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\"%s\" is no data set; there are %s".formatted(text, names())));
  }

  /// All names.
  public static String names() {
    return Arrays.stream(values()).map(DataSet::text).collect(Collectors.joining(", "));
  }
}
