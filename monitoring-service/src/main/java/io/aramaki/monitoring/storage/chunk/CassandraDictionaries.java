package io.aramaki.monitoring.storage.chunk;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.series.DictionaryStore;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The tables of what batches named that have left the journal.
public final class CassandraDictionaries implements DictionaryStore {
  /// So much longer than needed names are kept, to be written once a day.
  private static final Duration AHEAD = Duration.ofDays(1);

  private final WrittenSets written = new WrittenSets();
  private final CqlStatement insertNames;
  private final CqlStatement insert;
  private final CqlStatement select;
  private final CqlStatement selectNames;

  public CassandraDictionaries(Cql cql) {
    insertNames =
        cql.prepare(
            "insert_dictionary_names",
            "INSERT INTO dictionary_names (agent, series_set, names) VALUES (?, ?, ?) USING TTL ?");
    insert =
        cql.prepare(
            "insert_dictionary",
            """
            INSERT INTO dictionary (agent, hour, boot, seq, series_set)
            VALUES (?, ?, ?, ?, ?) USING TTL ?
            """);
    select =
        cql.prepare(
            "select_dictionary",
            """
            SELECT series_set FROM dictionary
            WHERE agent = ? AND hour = ? AND boot = ? AND seq = ?
            """);
    selectNames =
        cql.prepare(
            "select_dictionary_names",
            "SELECT names FROM dictionary_names WHERE agent = ? AND series_set = ?");
  }

  @Override
  public void keep(
      String agent, long hour, BatchKey batch, SeriesSet set, Instant now, Instant until) {
    if (!written.has(agent, set.id(), 0, until)) {
      Instant longer = until.plus(AHEAD);
      insertNames.execute(agent, set.id(), ByteBuffer.wrap(set.bytes()), seconds(now, longer));
      written.note(agent, set.id(), 0, longer);
    }
    insert.execute(agent, hour, batch.boot(), batch.seq(), set.id(), seconds(now, until));
  }

  private static int seconds(Instant now, Instant until) {
    return Math.toIntExact(Duration.between(now, until).toSeconds());
  }

  @Override
  public Optional<SeriesSet> find(String agent, long hour, BatchKey batch) {
    return select
        .one(agent, hour, batch.boot(), batch.seq())
        .flatMap(row -> selectNames.one(agent, row.getString("series_set")))
        .map(row -> SeriesSet.read(CassandraChunks.bytes(row, "names")));
  }
}
