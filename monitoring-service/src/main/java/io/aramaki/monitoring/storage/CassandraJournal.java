package io.aramaki.monitoring.storage;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.kit.cassandra.StorageUnavailable;
import io.aramaki.monitoring.domain.observation.HeadReader;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The journal table. The bytes that came over the wire go into the row as they are.
public final class CassandraJournal implements Journal {
  private static final String COLUMNS =
      "SELECT boot, seq, header, content, sha256, receive_time, refusal FROM journal"
          + " WHERE agent = ? AND hour = ? ";
  private static final int PAGE_ROWS = 50;

  /// Rows that are written at a time. More of them are not written sooner: they wait in Cassandra
  /// then, and with them every statement of every service, owners' claims among them (ADR 0120).
  private static final int APPENDS_MAX = 64;

  /// How long a row waits for those before it.
  private static final Duration TURN_MAX = Duration.ofSeconds(5);

  private final HeadReader heads;
  private static final GenericType<Set<List<Long>>> NAMED = new GenericType<>() {};

  /// The note of a row without names: no batch has it as its key.
  private static final List<Long> NAMES_NONE = List.of(0L, 0L);

  private final CqlStatement insert;
  private final CqlStatement insertNoted;
  private final CqlStatement selectNamed;
  private final CqlStatement selectOne;
  private final CqlStatement selectBoot;
  private final CqlStatement selectAfter;
  private final CqlStatement selectNextBoot;
  private final CqlStatement delete;
  private final Semaphore turns = new Semaphore(APPENDS_MAX, true);

  public CassandraJournal(Cql cql, HeadReader heads) {
    this.heads = heads;
    insert =
        cql.prepare(
            "insert_journal",
            """
            INSERT INTO journal
              (agent, hour, boot, seq, header, content, sha256, receive_time, refusal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
    insertNoted =
        cql.prepare(
            "insert_journal_noted",
            """
            UPDATE journal
            SET named = named + ?, header = ?, content = ?, sha256 = ?, receive_time = ?, \
            refusal = ?
            WHERE agent = ? AND hour = ? AND boot = ? AND seq = ?
            """);
    selectNamed =
        cql.prepare(
            "select_journal_named",
            "SELECT DISTINCT agent, hour, named FROM journal WHERE agent = ? AND hour = ?");
    selectOne = cql.prepare("select_journal_row", COLUMNS + "AND boot = ? AND seq = ?");
    selectBoot = cql.prepare("select_journal_boot", COLUMNS + "AND boot = ? AND seq > ? LIMIT ?");
    selectAfter = cql.prepare("select_journal_after", COLUMNS + "AND (boot, seq) > (?, ?) LIMIT ?");
    selectNextBoot =
        cql.prepare(
            "select_journal_next_boot",
            "SELECT boot FROM journal WHERE agent = ? AND hour = ? AND boot >= ? LIMIT 1");
    delete =
        cql.prepare(
            "delete_journal_rows",
            """
            DELETE FROM journal
            WHERE agent = ? AND hour = ? AND boot = ? AND seq >= ? AND seq <= ?
            """);
  }

  /// @throws StorageUnavailable if the row is not durable, or too many are written before it
  @Override
  public void append(JournalRow row) {
    inTurn(() -> insert(row));
  }

  /// @throws StorageUnavailable if the row is not durable, or too many are written before it
  @Override
  public void appendNoted(JournalRow row, boolean namesSeries) {
    BatchKey key = row.head().key();
    var note = namesSeries ? List.of(key.boot(), key.seq()) : NAMES_NONE;
    inTurn(() -> insertNoted(row, note));
  }

  @Override
  public Optional<List<BatchKey>> named(String agent, long hour) {
    return selectNamed
        .one(agent, hour)
        .map(row -> row.get("named", NAMED))
        .filter(notes -> !notes.isEmpty())
        .map(notes ->
            notes.stream()
                .filter(note -> !note.equals(NAMES_NONE))
                .map(note -> new BatchKey(note.getFirst(), note.getLast()))
                .toList());
  }

  private void inTurn(Runnable write) {
    awaitTurn();
    try {
      write.run();
    } finally {
      turns.release();
    }
  }

  private void awaitTurn() {
    boolean mine = false;
    try {
      mine = turns.tryAcquire(TURN_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!mine) {
      throw new StorageUnavailable(
          "the journal takes %d rows at a time, and no turn came within %d s"
              .formatted(APPENDS_MAX, TURN_MAX.toSeconds()),
          false,
          null);
    }
  }

  private void insert(JournalRow row) {
    BatchHead head = row.head();
    insert.execute(
        row.agent(),
        head.hour(),
        head.key().boot(),
        head.key().seq(),
        row.header(),
        row.content(),
        row.sha256(),
        row.receiveTime().toEpochMilli(),
        row.refusal());
  }

  private void insertNoted(JournalRow row, List<Long> note) {
    BatchKey key = row.head().key();
    insertNoted.execute(
        Set.of(note),
        row.header(),
        row.content(),
        row.sha256(),
        row.receiveTime().toEpochMilli(),
        row.refusal(),
        row.agent(),
        row.head().hour(),
        key.boot(),
        key.seq());
  }

  @Override
  public Optional<JournalRow> find(String agent, long hour, BatchKey key) {
    return selectOne.one(agent, hour, key.boot(), key.seq()).map(row -> rowOf(agent, hour, row));
  }

  @Override
  public List<JournalRow> read(String agent, long hour, long boot, long afterSeq, int limit) {
    return rows(agent, hour, selectBoot, selectBoot.bind(agent, hour, boot, afterSeq, limit));
  }

  @Override
  public List<JournalRow> read(String agent, long hour, BatchKey after, int limit) {
    var bound = selectAfter.bind(agent, hour, after.boot(), after.seq(), limit);
    return rows(agent, hour, selectAfter, bound);
  }

  private List<JournalRow> rows(
      String agent, long hour, CqlStatement statement, BoundStatement bound) {
    var rows = new ArrayList<JournalRow>();
    for (Row row : statement.execute(bound.setPageSize(PAGE_ROWS))) {
      rows.add(rowOf(agent, hour, row));
    }
    return rows;
  }

  /// Skips from boot to boot: an hour has many rows and few boots.
  @Override
  public List<Long> boots(String agent, long hour) {
    var boots = new ArrayList<Long>();
    long from = Long.MIN_VALUE;
    while (true) {
      Optional<Row> next = selectNextBoot.one(agent, hour, from);
      if (next.isEmpty()) {
        return boots;
      }
      long boot = next.get().getLong("boot");
      boots.add(boot);
      if (boot == Long.MAX_VALUE) {
        return boots;
      }
      from = boot + 1;
    }
  }

  @Override
  public void delete(String agent, long hour, SeqRange range) {
    delete.execute(agent, hour, range.boot(), range.first(), range.last());
  }

  /// The hour is that of the partition: a refused batch may lie in another than it says.
  private JournalRow rowOf(String agent, long hour, Row row) {
    ByteBuffer header = bytes(row, "header");
    BatchHead said = heads.read(header);
    var head =
        new BatchHead(
            said.format(),
            new BatchKey(row.getLong("boot"), row.getLong("seq")),
            said.previousBoot(),
            said.previousLastSeq(),
            hour,
            said.sampleCount(),
            said.resultCount(),
            said.gaps());
    @Nullable String refusal = row.getString("refusal");
    return new JournalRow(
        agent,
        head,
        header,
        bytes(row, "content"),
        bytes(row, "sha256"),
        Instant.ofEpochMilli(row.getLong("receive_time")),
        refusal == null ? "" : refusal);
  }

  static ByteBuffer bytes(Row row, String column) {
    @Nullable ByteBuffer value = row.getByteBuffer(column);
    return value == null ? ByteBuffer.allocate(0) : value;
  }
}
