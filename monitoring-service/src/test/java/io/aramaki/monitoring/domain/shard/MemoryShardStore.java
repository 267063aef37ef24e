package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.RecordedChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One shard's partition in memory, with the same fencing.
final class MemoryShardStore implements ShardStore {
  final List<RecordedChange> changes = new ArrayList<>();
  long epoch = 1;
  private final Map<String, AgentState> agents = new TreeMap<>();
  private final Map<String, Map<String, CheckRecord>> checks = new TreeMap<>();
  private long cursor;

  @Override
  public synchronized Loaded load(int shard) {
    var copy = new HashMap<String, Map<String, CheckRecord>>();
    checks.forEach((agent, records) -> copy.put(agent, Map.copyOf(records)));
    return new Loaded(List.copyOf(agents.values()), copy, changes.size(), cursor);
  }

  @Override
  public synchronized boolean write(int shard, long byEpoch, ShardBatch batch) {
    if (byEpoch != epoch) {
      return false;
    }
    for (RecordedChange change : batch.changes()) {
      if (change.seq() != changes.size() + 1) {
        throw new AssertionError("seq " + change.seq() + " after " + changes.size());
      }
      changes.add(change);
    }
    for (CheckRow row : batch.checks()) {
      checks.computeIfAbsent(row.agent(), _ -> new TreeMap<>()).put(row.check(), row.record());
    }
    for (CheckRef row : batch.removed()) {
      checks.getOrDefault(row.agent(), new TreeMap<>()).remove(row.check());
    }
    batch.agents().forEach(state -> agents.put(state.agent(), state));
    cursor = Math.max(cursor, batch.timelineCursor());
    return true;
  }

  @Override
  public synchronized List<RecordedChange> changes(int shard, long afterSeq, int limit) {
    return changes.stream().filter(c -> c.seq() > afterSeq).limit(limit).toList();
  }
}
