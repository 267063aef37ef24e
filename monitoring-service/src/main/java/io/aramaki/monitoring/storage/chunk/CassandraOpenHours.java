package io.aramaki.monitoring.storage.chunk;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.monitoring.domain.hours.OpenHours;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The table of open hours. What is said is written under the time at which it was said, and taken
/// back under that time, so that what was said later stays.
public final class CassandraOpenHours implements OpenHours {
  private static final long MICROS = 1_000;

  private final CqlStatement insert;
  private final CqlStatement selectShard;
  private final CqlStatement selectAgent;
  private final CqlStatement delete;

  public CassandraOpenHours(Cql cql) {
    insert =
        cql.prepare(
            "insert_open_hour",
            """
            INSERT INTO open_hour (shard, agent, hour, instance, time)
            VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?
            """);
    selectShard =
        cql.prepare(
            "select_open_hours",
            "SELECT agent, hour, instance, time FROM open_hour WHERE shard = ?");
    selectAgent =
        cql.prepare(
            "select_open_hours_of_agent",
            "SELECT agent, hour, instance, time FROM open_hour WHERE shard = ? AND agent = ?");
    delete =
        cql.prepare(
            "delete_open_hour",
            """
            DELETE FROM open_hour USING TIMESTAMP ?
            WHERE shard = ? AND agent = ? AND hour = ? AND instance = ?
            """);
  }

  @Override
  public void open(int shard, OpenHour hour) {
    long time = hour.time().toEpochMilli();
    insert.execute(shard, hour.agent(), hour.hour(), hour.instance(), time, time * MICROS);
  }

  @Override
  public List<OpenHour> of(int shard) {
    return read(selectShard.execute(shard));
  }

  @Override
  public List<OpenHour> of(int shard, String agent) {
    return read(selectAgent.execute(shard, agent));
  }

  @Override
  public void close(int shard, OpenHour hour) {
    long time = hour.time().toEpochMilli();
    delete.execute(time * MICROS, shard, hour.agent(), hour.hour(), hour.instance());
  }

  private static List<OpenHour> read(Iterable<Row> rows) {
    var hours = new ArrayList<OpenHour>();
    for (Row row : rows) {
      hours.add(
          new OpenHour(
              Objects.requireNonNull(row.getString("agent")),
              row.getLong("hour"),
              Objects.requireNonNull(row.getString("instance")),
              Instant.ofEpochMilli(row.getLong("time"))));
    }
    return hours;
  }
}
