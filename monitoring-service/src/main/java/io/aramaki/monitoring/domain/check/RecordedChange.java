package io.aramaki.monitoring.domain.check;

/// A change as it lies in the log. (shard, seq) identifies it.
///
/// @param shard the shard of the agent
/// @param seq the position in the shard, from 1 without gaps
/// @param change what changed
public record RecordedChange(int shard, long seq, StateChange change) {}
