package io.aramaki.monitoring.domain.promql.select;

import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Series;

/// Where the engine gets series from. A source is asked once for each selector of a query, for the
/// whole time that the query needs of it.
public interface SeriesSource {
  /// Hands over each series that all matchers match and that has a sample in the time, one after
  /// another, so that neither side needs all of them at once. Series should come ordered by labels:
  /// where values are equal, `topk` keeps those that came first.
  ///
  /// Samples outside the time may be among them, though reading them is wasted. The arrays of a
  /// series are read until `into` returns, and the source may use them again for the next. The
  /// source calls [Budget#series] before it reads a series and [Budget#samples] before it decodes
  /// samples: both fail where the query has used up its share or its time.
  ///
  /// @throws QueryException if the series cannot be read
  void select(Selection selection, Budget budget, SeriesVisitor into);

  /// Answers a function over time windows from summaries, such as the min, max, sum and count in
  /// the header of a chunk, where a window covers whole chunks, so that they need not be decoded.
  /// The selection's hints name the function: one of `avg_over_time`, `count_over_time`,
  /// `last_over_time`, `max_over_time`, `min_over_time` and `sum_over_time`.
  ///
  /// A source that takes this way hands over, for each series with a sample in any window, one
  /// value for each window: what the function yields over the samples in it, both ends included and
  /// ends of series left out, or `Absent.VALUE` if there are none. NaN counts as Prometheus counts
  /// it: sums and averages become NaN, minima and maxima pass over it unless there is nothing else.
  /// It then answers true. A source that answers false has handed over nothing, and is asked by
  /// [#select].
  default boolean overTime(
      Selection selection, Windows windows, Budget budget, WindowVisitor into) {
    return false;
  }

  /// Takes one series after another.
  @FunctionalInterface
  interface SeriesVisitor {
    void visit(Series series);
  }

  /// Takes the values of one series after another.
  @FunctionalInterface
  interface WindowVisitor {
    /// Takes the values of a series.
    ///
    /// @param values one for each window; the engine keeps the array
    void visit(Labels labels, double[] values);
  }
}
