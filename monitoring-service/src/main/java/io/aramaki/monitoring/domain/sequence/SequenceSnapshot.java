package io.aramaki.monitoring.domain.sequence;

import java.util.List;

/// Where the application of an agent's batches stands, as it is kept durable.
///
/// @param ordinal numbers the boots, 0 before the first batch
/// @param boot the boot that is being applied
/// @param seq the last seq of it that was applied
/// @param hour the hour of the last batch that was applied; what follows lies there or later
/// @param ended boots before it, oldest first
public record SequenceSnapshot(long ordinal, long boot, long seq, long hour, List<Ended> ended) {
  /// A boot that is over.
  ///
  /// @param boot the boot
  /// @param lastSeq the last seq that was applied
  public record Ended(long boot, long lastSeq) {}

  public SequenceSnapshot {
    ended = List.copyOf(ended);
  }

  /// Nothing applied yet; the first batch lies in this hour or later.
  public static SequenceSnapshot start(long hour) {
    return new SequenceSnapshot(0, 0, 0, hour, List.of());
  }
}
