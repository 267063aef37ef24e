package io.aramaki.monitoring.storage.chunk;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.kit.codec.chunk.ChunkHeads;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.monitoring.domain.chunk.ChunkRow;
import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import io.aramaki.monitoring.domain.chunk.PageTimes;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.shard.Shards;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The tables of chunks and of sets of series.
public final class CassandraChunks implements ChunkStore {
  private static final int HOURS = 24;
  private static final long MILLIS = 1_000;
  private static final long NEVER = Long.MAX_VALUE;
  private static final String COLUMNS =
      "SELECT agent, series_set, hour, build, heads, content FROM chunk WHERE agent = ? AND day = ?";

  private static final String WHERE =
      " WHERE agent = ? AND day = ? AND series_set = ? AND hour = ? AND build = ?";

  /// Pages have some 30 KB.
  private static final int PAGE_ROWS = 50;

  /// So much longer than needed a set is kept, to be written once a day.
  private static final Duration AHEAD = Duration.ofDays(1);

  private final WrittenSets written = new WrittenSets();
  private final CqlStatement insertSet;
  private final CqlStatement insertAgent;
  private final CqlStatement selectAgentLeft;
  private final CqlStatement selectSetLeft;
  private final CqlStatement selectAgents;
  private final CqlStatement selectSets;
  private final CqlStatement insert;
  private final CqlStatement insertRolled;
  private final CqlStatement selectRollups;
  private final CqlStatement selectWritten;
  private final CqlStatement selectDay;
  private final CqlStatement selectSpan;
  private final CqlStatement selectHeads;
  private final CqlStatement selectOne;
  private final CqlStatement delete;

  public CassandraChunks(Cql cql) {
    insertSet =
        cql.prepare(
            "insert_series_set",
            """
            INSERT INTO series_set (agent, series_set, day, names)
            VALUES (?, ?, ?, ?) USING TTL ?
            """);
    insertAgent =
        cql.prepare(
            "insert_chunk_agent",
            "INSERT INTO chunk_agent (shard, agent, day) VALUES (?, ?, ?) USING TTL ?");
    selectAgentLeft =
        cql.prepare(
            "select_chunk_agent_left",
            "SELECT day, TTL(day) AS seconds FROM chunk_agent WHERE shard = ? AND agent = ?");
    selectSetLeft =
        cql.prepare(
            "select_series_set_left",
            "SELECT day, TTL(day) AS seconds FROM series_set WHERE agent = ? AND series_set = ?");
    selectAgents =
        cql.prepare("select_chunk_agents", "SELECT agent FROM chunk_agent WHERE shard = ?");
    selectSets =
        cql.prepare("select_series_sets", "SELECT day, names FROM series_set WHERE agent = ?");
    insert = cql.prepare("insert_chunk", insertion(""));
    insertRolled =
        cql.prepare(
            "insert_chunk_and_rollup",
            insertion("UPDATE chunk USING TTL ? SET rollup = ?" + WHERE + ";"));
    selectRollups =
        cql.prepare(
            "select_rollups",
            """
            SELECT hour, build, rollup FROM chunk
            WHERE agent = ? AND day = ? AND series_set = ?
            """);
    selectWritten =
        cql.prepare(
            "select_written_chunk",
            "SELECT agent, series_set, hour, build, heads, content, rollup FROM chunk" + WHERE);
    selectDay = cql.prepare("select_chunk_keys", keysOfDay());
    selectSpan =
        cql.prepare(
            "select_chunk_span", COLUMNS + " AND series_set = ? AND hour >= ? AND hour <= ?");
    selectHeads =
        cql.prepare(
            "select_chunk_heads",
            """
            SELECT hour, build, heads, samples_until, rollup_until FROM chunk
            WHERE agent = ? AND day = ? AND series_set = ?
            """);
    selectOne =
        cql.prepare("select_chunk", COLUMNS + " AND series_set = ? AND hour = ? AND build = ?");
    delete = cql.prepare("delete_chunk", "DELETE FROM chunk" + WHERE);
  }

  /// The parts of a row have times to live of their own, and come together: all lie in one row.
  private static String insertion(String more) {
    return """
    BEGIN UNLOGGED BATCH
    INSERT INTO chunk (agent, day, series_set, hour, build, heads, samples_until, rollup_until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?;
    UPDATE chunk USING TTL ? SET content = ?%s;
    %s
    APPLY BATCH
    """
        .formatted(WHERE, more);
  }

  private static String keysOfDay() {
    return "SELECT series_set, hour, build FROM chunk WHERE agent = ? AND day = ?";
  }

  private static long day(long hour) {
    return Math.floorDiv(hour, HOURS);
  }

  private static int seconds(Duration keep) {
    return Math.toIntExact(keep.toSeconds());
  }

  @Override
  public void putAgent(String agent, long day, Instant now, Instant until) {
    if (written.has(agent, "", day, until)) {
      return;
    }
    int shard = Shards.of(agent);
    Optional<Row> before = selectAgentLeft.one(shard, agent);
    Instant longer = longer(now, until, before);
    long newest = newest(day, before);
    insertAgent.execute(shard, agent, newest, seconds(now, longer));
    written.note(agent, "", newest, longer);
  }

  @Override
  public void putSet(String agent, SeriesSet set, long day, Instant now, Instant until) {
    if (written.has(agent, set.id(), day, until)) {
      return;
    }
    Optional<Row> before = selectSetLeft.one(agent, set.id());
    Instant longer = longer(now, until, before);
    long newest = newest(day, before);
    insertSet.execute(agent, set.id(), newest, ByteBuffer.wrap(set.bytes()), seconds(now, longer));
    written.note(agent, set.id(), newest, longer);
  }

  /// Longer than asked for, so that it need not be written again with the next hours.
  private static Instant longer(Instant now, Instant until, Optional<Row> before) {
    int left =
        before.filter(row -> !row.isNull("seconds")).map(row -> row.getInt("seconds")).orElse(0);
    Instant there = now.plusSeconds(left);
    Instant wanted = until.plus(AHEAD);
    return there.isAfter(wanted) ? there : wanted;
  }

  private static long newest(long day, Optional<Row> before) {
    return Math.max(day, before.map(row -> row.getLong("day")).orElse(day));
  }

  private static int seconds(Instant now, Instant until) {
    return seconds(Duration.between(now, until));
  }

  @Override
  public List<String> agents(int shard) {
    var agents = new ArrayList<String>();
    selectAgents
        .execute(shard)
        .forEach(row -> agents.add(Objects.requireNonNull(row.getString("agent"))));
    return agents;
  }

  @Override
  public List<StoredSet> sets(String agent) {
    var sets = new ArrayList<StoredSet>();
    for (Row row : selectSets.execute(agent)) {
      sets.add(new StoredSet(SeriesSet.read(bytes(row, "names")), row.getLong("day")));
    }
    return sets;
  }

  @Override
  public void write(ChunkRow row, byte[] rollup, PageTimes times) {
    PageKey key = row.key();
    var values = new ArrayList<Object>(keyOf(key));
    values.add(ByteBuffer.wrap(row.page().heads().bytes()));
    values.add(times.samples().getEpochSecond());
    values.add(times.hasRollup() ? times.rollup().getEpochSecond() : 0L);
    values.add(seconds(times.left(times.heads())));
    values.add(seconds(times.left(times.samples())));
    values.add(ByteBuffer.wrap(row.page().content()));
    values.addAll(keyOf(key));
    if (times.hasRollup()) {
      values.add(seconds(times.left(times.rollup())));
      values.add(ByteBuffer.wrap(rollup));
      values.addAll(keyOf(key));
    }
    (times.hasRollup() ? insertRolled : insert).execute(values.toArray());
  }

  private static List<Object> keyOf(PageKey key) {
    return List.of(key.agent(), day(key.hour()), key.set(), key.hour(), key.build());
  }

  @Override
  public List<ChunkRow> read(String agent, long hour) {
    var rows = new ArrayList<ChunkRow>();
    for (Row row : selectDay.execute(agent, day(hour))) {
      if (row.getLong("hour") == hour) {
        String set = Objects.requireNonNull(row.getString("series_set"));
        rows.addAll(read(new PageKey(agent, hour, set, row.getLong("build"))));
      }
    }
    return rows;
  }

  @Override
  public List<StoredHeads> heads(String agent, String set, long day) {
    var found = new ArrayList<StoredHeads>();
    for (Row row : selectHeads.execute(agent, day, set)) {
      var key = new PageKey(agent, row.getLong("hour"), set, row.getLong("build"));
      // Rows of versions without rollups end as a whole.
      long samples = row.isNull("samples_until") ? NEVER : row.getLong("samples_until") * MILLIS;
      long rollup = row.isNull("rollup_until") ? 0 : row.getLong("rollup_until") * MILLIS;
      found.add(new StoredHeads(key, ChunkHeads.open(bytes(row, "heads")), samples, rollup));
    }
    return found;
  }

  @Override
  public List<StoredRollup> rollups(String agent, String set, long day) {
    var found = new ArrayList<StoredRollup>();
    for (Row row : selectRollups.execute(agent, day, set)) {
      if (!row.isNull("rollup")) {
        var key = new PageKey(agent, row.getLong("hour"), set, row.getLong("build"));
        found.add(new StoredRollup(key, bytes(row, "rollup")));
      }
    }
    return found;
  }

  @Override
  public Optional<WrittenPage> written(PageKey key) {
    return selectWritten
        .one(keyOf(key).toArray())
        .filter(CassandraChunks::hasSamples)
        .map(row ->
            new WrittenPage(rowOf(row), row.isNull("rollup") ? new byte[0] : bytes(row, "rollup")));
  }

  @Override
  public List<ChunkRow> read(PageKey key) {
    return selectOne
        .one(keyOf(key).toArray())
        .filter(CassandraChunks::hasSamples)
        .map(CassandraChunks::rowOf)
        .stream()
        .toList();
  }

  @Override
  public List<ChunkRow> read(String agent, Collection<String> sets, long from, long to) {
    var rows = new ArrayList<ChunkRow>();
    for (String set : sets) {
      for (long day = day(from); day <= day(to); day++) {
        var bound = selectSpan.bind(agent, day, set, from, to).setPageSize(PAGE_ROWS);
        for (Row row : selectSpan.execute(bound)) {
          if (hasSamples(row)) {
            rows.add(rowOf(row));
          }
        }
      }
    }
    return rows;
  }

  @Override
  public void delete(PageKey key) {
    delete.execute(keyOf(key).toArray());
  }

  private static boolean hasSamples(Row row) {
    return !row.isNull("content");
  }

  private static ChunkRow rowOf(Row row) {
    var key =
        new PageKey(
            Objects.requireNonNull(row.getString("agent")),
            row.getLong("hour"),
            Objects.requireNonNull(row.getString("series_set")),
            row.getLong("build"));
    return new ChunkRow(key, ChunkPage.open(bytes(row, "heads"), bytes(row, "content")));
  }

  static byte[] bytes(Row row, String column) {
    ByteBuffer buffer = Objects.requireNonNull(row.getByteBuffer(column), column);
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
