package io.aramaki.monitoring.domain.promql.select;

/// Windows of equal length that move by equal steps.
///
/// @param firstEnd where the first window ends, included, in milliseconds since the epoch
/// @param step milliseconds from the end of one to the end of the next
/// @param count how many
/// @param length milliseconds from the start of a window, included, to its end
public record Windows(long firstEnd, long step, int count, long length) {
  public Windows {
    if (step < 1 || count < 1 || length < 1) {
      throw new IllegalArgumentException(
          count
              + " windows of "
              + length
              + " ms every "
              + step
              + " ms; expected at least 1 of each");
    }
  }

  public long end(int index) {
    return firstEnd + (index * step);
  }

  public long start(int index) {
    return end(index) - length;
  }
}
