package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.RecordedChange;
import java.util.List;
import java.util.Map;

/// The partition of a shard. Every write is one conditional batch: it happens as a whole, and only
/// while the epoch is the owner's.
public interface ShardStore {
  /// Reads what the owner keeps in memory.
  Loaded load(int shard);

  /// Writes if the epoch still holds.
  ///
  /// @return false if another instance has taken over: nothing happened, and nothing ever will
  boolean write(int shard, long epoch, ShardBatch batch);

  /// Reads changes in order of seq.
  List<RecordedChange> changes(int shard, long afterSeq, int limit);

  /// What lies in a shard's partition.
  ///
  /// @param agents the agents
  /// @param checks records of checks by agent and check
  /// @param head the seq of the newest change
  /// @param timelineCursor the seq up to which the changes are in the timelines
  record Loaded(
      List<AgentState> agents,
      Map<String, Map<String, CheckRecord>> checks,
      long head,
      long timelineCursor) {}

  /// The record of a check of an agent.
  record CheckRow(String agent, String check, CheckRecord record) {}

  /// Names the record of a check of an agent.
  record CheckRef(String agent, String check) {}

  /// What becomes visible together.
  ///
  /// @param changes new changes, the seqs following the head
  /// @param checks records of checks
  /// @param removed records that go
  /// @param agents agents
  /// @param timelineCursor the new cursor, or -1 to leave it
  record ShardBatch(
      List<RecordedChange> changes,
      List<CheckRow> checks,
      List<CheckRef> removed,
      List<AgentState> agents,
      long timelineCursor) {
    public ShardBatch {
      changes = List.copyOf(changes);
      checks = List.copyOf(checks);
      removed = List.copyOf(removed);
      agents = List.copyOf(agents);
    }
  }
}
