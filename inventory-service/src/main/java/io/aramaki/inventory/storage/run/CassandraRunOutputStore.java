package io.aramaki.inventory.storage.run;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.output.RunOutputStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.nio.ByteBuffer;
import java.util.List;

/// Keeps what runs printed in the table `run_output`.
public final class CassandraRunOutputStore implements RunOutputStore {
  private final CqlStatement append;
  private final CqlStatement read;
  private final CqlStatement forget;

  public CassandraRunOutputStore(Cql cql) {
    append =
        cql.prepare(
            "append_run_output", "INSERT INTO run_output (run, offset, data) VALUES (?, ?, ?)");
    read =
        cql.prepare(
            "read_run_output",
            "SELECT offset, data FROM run_output WHERE run = ? AND offset >= ? LIMIT ?");
    forget =
        cql.prepare(
            "forget_run_output",
            "DELETE FROM run_output WHERE run = ? AND offset >= ? AND offset < ?");
  }

  @Override
  public void append(RunId run, Chunk chunk) {
    var _ = append.execute(run.value(), chunk.offset(), ByteBuffer.wrap(chunk.data().toArray()));
  }

  @Override
  public List<Chunk> read(RunId run, long fromOffset, int limit) {
    return read.execute(run.value(), fromOffset, limit).all().stream()
        .map(CassandraRunOutputStore::chunk)
        .toList();
  }

  @Override
  public void forget(RunId run, long fromOffset, long toOffset) {
    var _ = forget.execute(run.value(), fromOffset, toOffset);
  }

  private static Chunk chunk(Row row) {
    return new Chunk(row.getLong("offset"), Bytes.of(Columns.bytes(row, "data")));
  }
}
