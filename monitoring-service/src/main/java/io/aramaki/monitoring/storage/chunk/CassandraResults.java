package io.aramaki.monitoring.storage.chunk;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.result.ResultPage;
import io.aramaki.monitoring.domain.result.ResultStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The table of check results.
public final class CassandraResults implements ResultStore {
  private static final int HOURS = 24;

  private final CqlStatement insert;
  private final CqlStatement select;
  private final CqlStatement delete;

  public CassandraResults(Cql cql) {
    insert =
        cql.prepare(
            "insert_results",
            "INSERT INTO result (agent, day, hour, build, content) VALUES (?, ?, ?, ?, ?) USING TTL ?");
    select =
        cql.prepare(
            "select_results",
            """
            SELECT hour, build, content FROM result
            WHERE agent = ? AND day = ? AND hour >= ? AND hour <= ?
            """);
    delete =
        cql.prepare(
            "delete_results",
            "DELETE FROM result WHERE agent = ? AND day = ? AND hour = ? AND build = ?");
  }

  @Override
  public void write(String agent, long hour, long build, List<CheckResult> results, Duration keep) {
    insert.execute(
        agent,
        Math.floorDiv(hour, HOURS),
        hour,
        build,
        ByteBuffer.wrap(ResultPage.write(results)),
        Math.toIntExact(keep.toSeconds()));
  }

  @Override
  public List<Stored> read(String agent, long from, long to) {
    var found = new ArrayList<Stored>();
    for (long day = Math.floorDiv(from, HOURS); day <= Math.floorDiv(to, HOURS); day++) {
      for (Row row : select.execute(agent, day, from, to)) {
        found.add(
            new Stored(
                row.getLong("hour"),
                row.getLong("build"),
                ResultPage.read(CassandraChunks.bytes(row, "content"))));
      }
    }
    return found;
  }

  @Override
  public void delete(String agent, long hour, long build) {
    delete.execute(agent, Math.floorDiv(hour, HOURS), hour, build);
  }
}
