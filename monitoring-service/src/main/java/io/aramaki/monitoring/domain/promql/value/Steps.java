package io.aramaki.monitoring.domain.promql.value;

/// The times at which an expression is evaluated: from a start on, and not after an end.
///
/// @param start milliseconds since the epoch
/// @param end not before the start; it may lie behind the last step
/// @param step milliseconds from one to the next, at least 1
public record Steps(long start, long end, long step) {
  public Steps {
    if (step < 1 || end < start || (end - start) / step >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "steps of "
              + step
              + " ms from "
              + start
              + " to "
              + end
              + "; expected at least one, and fewer than 2^31");
    }
  }

  /// One time only.
  public static Steps at(long time) {
    return new Steps(time, time, 1);
  }

  /// How many there are.
  public int count() {
    return (int) ((end - start) / step) + 1;
  }

  public long time(int index) {
    return start + (index * step);
  }

  /// Only the first of them.
  public Steps first() {
    return new Steps(start, start, step);
  }
}
