package io.aramaki.monitoring.domain.result;

import io.aramaki.monitoring.domain.check.CheckResult;
import java.time.Duration;
import java.util.List;

/// The check results of closed hours. All writes are plain and may be repeated.
public interface ResultStore {
  /// Writes results of an hour; returns after they are durable.
  ///
  /// @param build random, so that two builders never write the same row
  void write(String agent, long hour, long build, List<CheckResult> results, Duration keep);

  /// The results of a span of hours, ordered by hour.
  ///
  /// @param from the first hour
  /// @param to the last hour
  List<Stored> read(String agent, long from, long to);

  /// Deletes one build's results of an hour.
  void delete(String agent, long hour, long build);

  /// What one build wrote.
  ///
  /// @param hour the hour
  /// @param build the build
  /// @param results the results, each once
  record Stored(long hour, long build, List<CheckResult> results) {
    public Stored {
      results = List.copyOf(results);
    }
  }
}
