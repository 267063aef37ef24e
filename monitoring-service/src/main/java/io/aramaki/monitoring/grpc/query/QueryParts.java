package io.aramaki.monitoring.grpc.query;

import io.aramaki.monitoring.domain.promql.eval.Settings;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.query.QueryRunner;
import io.aramaki.monitoring.domain.query.SeriesCatalog;
import io.aramaki.monitoring.domain.query.StoredSeries;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// What queries are answered with.
///
/// @param runner runs them
/// @param series of this instance
/// @param catalog what they are called
/// @param cells values that one query may hold
/// @param nanoTime a clock that only moves forward
public record QueryParts(
    QueryRunner runner,
    StoredSeries series,
    SeriesCatalog catalog,
    long cells,
    LongSupplier nanoTime) {
  /// What each query may use.
  static final Limits LIMITS = Settings.DEFAULT.limits();

  /// The budget of something that may take a time.
  Budget budget(Duration time, BooleanSupplier canceled) {
    return new Budget(within(time), nanoTime, canceled);
  }

  /// The limits of a query that may take a time.
  Limits within(Duration time) {
    Duration positive = time.isPositive() ? time : Duration.ofNanos(1);
    return new Limits(
        LIMITS.queryLength(),
        LIMITS.nesting(),
        LIMITS.regexSize(),
        LIMITS.points(),
        LIMITS.series(),
        LIMITS.samples(),
        cells,
        positive.compareTo(LIMITS.time()) < 0 ? positive : LIMITS.time());
  }

  /// How long a query may take.
  ///
  /// @param wantedMs what the request says; 0 if nothing
  static Duration time(long wantedMs) {
    return wantedMs == 0 || wantedMs > LIMITS.time().toMillis()
        ? LIMITS.time()
        : Duration.ofMillis(wantedMs);
  }
}
