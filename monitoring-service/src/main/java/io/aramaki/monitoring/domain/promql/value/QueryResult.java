package io.aramaki.monitoring.domain.promql.value;

import java.util.List;

/// What a query results in.
public sealed interface QueryResult {
  /// One number.
  ///
  /// @param time milliseconds since the epoch
  record Scalar(long time, double value) implements QueryResult {}

  /// One string.
  ///
  /// @param time milliseconds since the epoch
  record Text(long time, String value) implements QueryResult {}

  /// Series with one value each: as `sort` and `topk` order them, else by labels.
  record Vector(List<Sample> samples) implements QueryResult {
    public Vector {
      samples = List.copyOf(samples);
    }
  }

  /// Series with values over time, ordered by labels.
  record Matrix(List<Series> series) implements QueryResult {
    public Matrix {
      series = List.copyOf(series);
    }
  }

  /// The value of a series at one time.
  ///
  /// @param time milliseconds since the epoch
  record Sample(Labels labels, long time, double value) {}
}
