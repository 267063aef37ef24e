package io.aramaki.monitoring.storage.chunk;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
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
import java.util.Arrays;
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

  private static final String INSERT_HEADS =
      """
      INSERT INTO chunk
        (agent, day, series_set, hour, build, heads, samples_until, rollup_until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TTL ?
      """;

  private static final String SELECT_WRITTEN =
      """
      SELECT agent, series_set, hour, build, heads, content, rollup FROM chunk
      WHERE agent = ? AND day = ? AND series_set IN ? AND hour = ? AND build = ?
      """;

  private static final String SELECT_HEADS =
      """
      SELECT hour, build, heads, samples_until, rollup_until FROM chunk
      WHERE agent = ? AND day = ? AND series_set = ?
      """;

  private static final String SELECT_ROLLUPS =
      """
      SELECT hour, build, rollup FROM chunk
      WHERE agent = ? AND day = ? AND series_set = ?
      """;

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
  private final Cql cql;
  private final CqlStatement insertHeads;
  private final CqlStatement updateContent;
  private final CqlStatement updateRollup;
  private final CqlStatement selectRollups;
  private final CqlStatement selectWritten;
  private final CqlStatement selectKeys;
  private final CqlStatement selectSpan;
  private final CqlStatement selectHeads;
  private final CqlStatement selectOne;
  private final CqlStatement delete;

  public CassandraChunks(Cql cql) {
    this.cql = cql;
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
    insertHeads = cql.prepare("insert_chunk", INSERT_HEADS);
    // Updates: the row itself lives as long as its heads.
    updateContent =
        cql.prepare("update_chunk_content", "UPDATE chunk USING TTL ? SET content = ?" + WHERE);
    updateRollup =
        cql.prepare("update_chunk_rollup", "UPDATE chunk USING TTL ? SET rollup = ?" + WHERE);
    selectRollups = cql.prepare("select_rollups", SELECT_ROLLUPS);
    selectWritten = cql.prepare("select_written_chunk", SELECT_WRITTEN);
    selectKeys =
        cql.prepare(
            "select_chunk_keys",
            "SELECT series_set, hour, build FROM chunk WHERE agent = ? AND day = ?");
    selectSpan =
        cql.prepare(
            "select_chunk_span", COLUMNS + " AND series_set = ? AND hour >= ? AND hour <= ?");
    selectHeads = cql.prepare("select_chunk_heads", SELECT_HEADS);
    selectOne =
        cql.prepare("select_chunk", COLUMNS + " AND series_set = ? AND hour = ? AND build = ?");
    delete = cql.prepare("delete_chunk", "DELETE FROM chunk" + WHERE);
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

  /// All lie in one partition, so it is one write. The parts of a row have times to live of their
  /// own.
  @Override
  public void write(List<NewPage> pages) {
    var batch =
        BatchStatement.builder(BatchType.UNLOGGED)
            .setIdempotence(true)
            .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM);
    for (NewPage page : pages) {
      PageTimes times = page.times();
      List<Object> key = keyOf(page.row().key());
      var heads = ByteBuffer.wrap(page.row().page().heads().bytes());
      long rollupUntil = times.hasRollup() ? times.rollup().getEpochSecond() : 0L;
      batch.addStatement(
          insertHeads.bind(
              with(
                  key,
                  heads,
                  times.samples().getEpochSecond(),
                  rollupUntil,
                  seconds(times.left(times.heads())))));
      var content = ByteBuffer.wrap(page.row().page().content());
      batch.addStatement(update(updateContent, times.left(times.samples()), content, key));
      if (times.hasRollup()) {
        var rollup = ByteBuffer.wrap(page.rollup());
        batch.addStatement(update(updateRollup, times.left(times.rollup()), rollup, key));
      }
    }
    cql.execute("insert_chunks", batch.build());
  }

  private static BoundStatement update(
      CqlStatement statement, Duration keep, ByteBuffer bytes, List<Object> key) {
    return statement.bind(with(List.of(seconds(keep), bytes), key.toArray()));
  }

  private static Object[] with(List<Object> values, Object... more) {
    var all = new ArrayList<>(values);
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  private static List<Object> keyOf(PageKey key) {
    return List.of(key.agent(), day(key.hour()), key.set(), key.hour(), key.build());
  }

  @Override
  public List<PageKey> keys(String agent, long day) {
    var keys = new ArrayList<PageKey>();
    for (Row row : selectKeys.execute(agent, day)) {
      String set = Objects.requireNonNull(row.getString("series_set"));
      keys.add(new PageKey(agent, row.getLong("hour"), set, row.getLong("build")));
    }
    return keys;
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
  public List<WrittenPage> written(String agent, long hour, long build, List<String> sets) {
    var found = new ArrayList<WrittenPage>();
    for (Row row : selectWritten.execute(agent, day(hour), sets, hour, build)) {
      if (hasSamples(row)) {
        byte[] rollup = row.isNull("rollup") ? new byte[0] : bytes(row, "rollup");
        found.add(new WrittenPage(rowOf(row), rollup));
      }
    }
    return found;
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
