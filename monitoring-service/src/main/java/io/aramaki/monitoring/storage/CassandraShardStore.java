package io.aramaki.monitoring.storage;

import io.aramaki.kit.cassandra.shard.ShardRow;
import io.aramaki.kit.cassandra.shard.ShardTable;
import io.aramaki.kit.cassandra.shard.ShardWrite;
import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.shard.ShardStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The partitions of the shards: kinds `agent` (by agent), `check` (by agent and check), `change`
/// (by seq) and `cursor`.
public final class CassandraShardStore implements ShardStore {
  private static final String AGENT = "agent";
  private static final String CHECK = "check";
  private static final String CHANGE = "change";
  private static final String CURSOR = "cursor";
  private static final String TIMELINE = "timeline";
  private static final String SEPARATOR = " ";
  private static final Duration CHANGE_TTL = Duration.ofDays(30);

  private final ShardTable table;

  public CassandraShardStore(ShardTable table) {
    this.table = table;
  }

  @Override
  public Loaded load(int shard) {
    var agents = new ArrayList<AgentState>();
    var checks = new HashMap<String, Map<String, CheckRecord>>();
    try (var rows = table.readAll(shard, AGENT)) {
      rows.forEach(row -> agents.add(AgentRows.read(row.value())));
    }
    try (var rows = table.readAll(shard, CHECK)) {
      rows.forEach(row -> {
        int at = row.key().indexOf(SEPARATOR);
        checks
            .computeIfAbsent(row.key().substring(0, at), _ -> new HashMap<>())
            .put(row.key().substring(at + 1), CheckRows.read(row.value()));
      });
    }
    List<ShardRow> cursor = table.read(shard, CURSOR, TIMELINE, 0, 1);
    long timeline = cursor.isEmpty() ? 0 : cursor.getFirst().value().getLong();
    return new Loaded(agents, checks, table.state(shard).head(), timeline);
  }

  @Override
  public boolean write(int shard, long epoch, ShardBatch batch) {
    var write = ShardWrite.builder();
    for (RecordedChange change : batch.changes()) {
      write.put(CHANGE, "", change.seq(), CheckRows.write(change.change()), CHANGE_TTL);
      write.head(change.seq());
    }
    for (CheckRow row : batch.checks()) {
      write.put(CHECK, key(row.agent(), row.check()), 0, CheckRows.write(row.record()));
    }
    for (CheckRef row : batch.removed()) {
      write.delete(CHECK, key(row.agent(), row.check()), 0);
    }
    for (AgentState agent : batch.agents()) {
      write.put(AGENT, agent.agent(), 0, AgentRows.write(agent));
    }
    if (batch.timelineCursor() >= 0) {
      write.put(CURSOR, TIMELINE, 0, new RowOutput().number(batch.timelineCursor()).bytes());
    }
    return table.write(shard, epoch, write.build());
  }

  @Override
  public List<RecordedChange> changes(int shard, long afterSeq, int limit) {
    return table.read(shard, CHANGE, "", afterSeq + 1, limit).stream()
        .map(row -> CheckRows.readChange(shard, row.seq(), row.value()))
        .toList();
  }

  private static String key(String agent, String check) {
    return agent + SEPARATOR + check;
  }
}
