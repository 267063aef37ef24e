package io.aramaki.kit.codec.batch;

/// Is shown the samples of a batch.
@FunctionalInterface
public interface SampleVisitor {
  /// Samples of one series, in the order in which they were written. The arrays are used again for
  /// the next series.
  ///
  /// @param series the number of the series: first those of the named dictionary, then the batch's
  ///   own
  /// @param times milliseconds since the epoch, from index 0
  /// @param values beginning at index `from`
  /// @param count how many
  void samples(int series, long[] times, double[] values, int from, int count);
}
