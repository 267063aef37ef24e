package io.aramaki.monitoring.domain.index;

import io.aramaki.monitoring.domain.series.SeriesKey;

/// The newest sample of a series.
///
/// @param key the series
/// @param unit the unit, empty if none
/// @param timeMs milliseconds since the epoch
/// @param value the value
public record Latest(SeriesKey key, String unit, long timeMs, double value) {}
