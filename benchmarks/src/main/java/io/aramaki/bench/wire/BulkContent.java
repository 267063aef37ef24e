package io.aramaki.bench.wire;

/// The content of a batch in columns, written by whoever knows a cheaper way than through a map of
/// series. It must be what an agent could have written.
public interface BulkContent {
  /// How many samples it has.
  int samples();

  /// The hour of the batch, in hours since the epoch: that in which an agent would have made it.
  long hour();

  /// Writes it.
  ///
  /// @param seq the number that the batch gets
  /// @param answeredUpTo up to which all earlier ones of this boot were answered
  byte[] write(long seq, long answeredUpTo);
}
