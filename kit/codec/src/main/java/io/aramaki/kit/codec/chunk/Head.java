package io.aramaki.kit.codec.chunk;

/// What a chunk's head says. Markers of staleness count as points and as nothing else; of a chunk
/// that has nothing else all five values are 0.
///
/// @param points how many points the chunk has, markers of staleness included
/// @param markers how many of them are markers of staleness
/// @param firstMs the time of the first point, milliseconds since the epoch
/// @param lastMs the time of the last point
/// @param min the least value; NaN only if there is no other value
/// @param max the greatest value; NaN only if there is no other value
/// @param sum of all values; NaN if one of them is
/// @param first the first value
/// @param last the last value
public record Head(
    int points,
    int markers,
    long firstMs,
    long lastMs,
    double min,
    double max,
    double sum,
    double first,
    double last) {
  /// How many values there are.
  public int values() {
    return points - markers;
  }

  /// Looks at points, which ascend in time.
  static Head of(long[] times, double[] values, int count) {
    int markers = 0;
    double min = 0;
    double max = 0;
    double first = 0;
    double last = 0;
    var sum = new Sum();
    for (int i = 0; i < count; i++) {
      double value = values[i];
      if (Stale.is(value)) {
        markers++;
        continue;
      }
      boolean isFirst = markers == i;
      first = isFirst ? value : first;
      min = isFirst || value < min || Double.isNaN(min) ? value : min;
      max = isFirst || value > max || Double.isNaN(max) ? value : max;
      last = value;
      sum.add(value);
    }
    return new Head(count, markers, times[0], times[count - 1], min, max, sum.value(), first, last);
  }
}
