package io.aramaki.monitoring.domain.promql.value;

/// The times at which an expression is evaluated.
///
/// @param start milliseconds since the epoch
/// @param step milliseconds from one to the next, at least 1
/// @param count how many, at least 1
public record Steps(long start, long step, int count) {
  public Steps {
    if (step < 1 || count < 1) {
      throw new IllegalArgumentException(
          count + " steps of " + step + " ms; expected at least one step of at least 1 ms");
    }
  }

  public long time(int index) {
    return start + (index * step);
  }

  public long end() {
    return time(count - 1);
  }

  /// Only the first of them.
  public Steps first() {
    return new Steps(start, step, 1);
  }
}
