package io.aramaki.monitoring.domain.sequence;

/// What keeps the next batch of an agent from being applied.
public sealed interface Missing {
  /// These batches are known to exist and were not seen.
  record Batches(SeqRange range) implements Missing {}

  /// This boot has batches, but nothing says which boot it follows: its first batch was dropped, or
  /// continues a boot that ended long ago, or the agent lost its spool.
  record Link(long boot) implements Missing {}
}
