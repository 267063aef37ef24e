package io.aramaki.monitoring.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.monitoring.domain.quarantine.Quarantine;
import io.aramaki.monitoring.domain.quarantine.QuarantineEntry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The quarantine table. An agent that fills it is cut off for the rest of the hour: what is
/// dropped then still lies in the journal, or with the agent that was refused.
public final class CassandraQuarantine implements Quarantine {
  private static final int ENTRIES_PER_HOUR_MAX = 1_000;
  private static final int AGENTS_MAX = 100_000;
  private static final int CONTENT_BYTES_MAX = 1 << 20;

  private final CqlStatement insert;
  private final Map<String, Integer> entries = new HashMap<>();
  private long hour;

  public CassandraQuarantine(Cql cql) {
    insert =
        cql.prepare(
            "insert_quarantine",
            """
            INSERT INTO quarantine
              (agent, day, boot, seq, item, reason, message, header, content, time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
  }

  @Override
  public void put(QuarantineEntry entry) {
    if (!hasRoom(entry)) {
      return;
    }
    insert.execute(
        entry.agent(),
        entry.time().getEpochSecond() / Duration.ofDays(1).toSeconds(),
        entry.key().boot(),
        entry.key().seq(),
        entry.item(),
        entry.reason(),
        entry.message(),
        cut(entry.header()),
        cut(entry.content()),
        entry.time().toEpochMilli());
  }

  private synchronized boolean hasRoom(QuarantineEntry entry) {
    long now = entry.time().getEpochSecond() / Duration.ofHours(1).toSeconds();
    if (now != hour || entries.size() >= AGENTS_MAX) {
      hour = now;
      entries.clear();
    }
    return entries.merge(entry.agent(), 1, Integer::sum) <= ENTRIES_PER_HOUR_MAX;
  }

  private static ByteBuffer cut(ByteBuffer bytes) {
    return bytes.remaining() <= CONTENT_BYTES_MAX
        ? bytes
        : bytes.slice(bytes.position(), CONTENT_BYTES_MAX);
  }
}
