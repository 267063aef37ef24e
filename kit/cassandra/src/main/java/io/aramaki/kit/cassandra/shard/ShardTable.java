package io.aramaki.kit.cassandra.shard;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.StorageUnavailable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A service's shards: one partition each, owned by one instance at a time.
///
/// A claim counts the shard's epoch up. Every write is one conditional batch `IF owner_epoch` is
/// the writer's, so a former owner, however long it slept, changes nothing any more. Where an
/// answer is lost, the partition is read back at SERIAL, which settles what was under way; a write
/// is sent again only if it is certain that it is not there.
///
/// One process writes a shard from one table object: writes of a shard wait for each other here,
/// since Cassandra would make them wait in a dearer way.
public final class ShardTable {
  /// How long a claim or a write goes on to find out what became of it, or to be sent again.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration RETRY = Duration.ofMillis(100);

  private final Cql cql;
  private final ShardStatements statements;
  private final AtomicLong writeIds = new AtomicLong();
  private final Map<Integer, ReentrantLock> locks = new ConcurrentHashMap<>();

  private ShardTable(Cql cql) {
    this.cql = cql;
    this.statements = new ShardStatements(cql);
  }

  /// Opens the service's table in the session's keyspace, and makes it first if needed.
  public static ShardTable open(Cql cql, SchemaInstaller installer) {
    installer.install(ShardTable.class);
    return new ShardTable(cql);
  }

  /// Takes a shard over from the owner of the expected epoch, dead or not: what that one writes
  /// from now on is refused.
  ///
  /// @param owner names the claimant; must be new in each run of a process, since it tells a claim
  ///   of this run from one before
  /// @return the new epoch; empty if somebody else was faster
  /// @throws StorageUnavailable if it stays unknown whether the claim succeeded; [#state] will tell
  public Optional<Long> claim(int shard, long expectedEpoch, String owner) {
    long epoch = expectedEpoch + 1;
    var settled =
        locked(
            shard,
            () ->
                until(
                    () -> cql.execute("claim_shard", statements.claim(shard, expectedEpoch, owner)),
                    () -> {
                      var now = state(shard);
                      boolean mine = now.epoch() == epoch && now.owner().equals(Optional.of(owner));
                      return mine
                          ? Outcome.DONE
                          : now.epoch() == expectedEpoch ? Outcome.NOT_DONE : Outcome.REFUSED;
                    }));
    return settled ? Optional.of(epoch) : Optional.empty();
  }

  /// Lets a shard go so that another instance may claim it without waiting.
  ///
  /// @return false if it was no longer ours
  public boolean release(int shard, long epoch) {
    return locked(
        shard,
        () ->
            until(
                () -> cql.execute("release_shard", statements.release(shard, epoch)),
                () -> {
                  var now = state(shard);
                  if (now.epoch() != epoch) {
                    return Outcome.REFUSED;
                  }
                  return now.owner().isEmpty() ? Outcome.DONE : Outcome.NOT_DONE;
                }));
  }

  /// Writes, if the epoch is still the shard's.
  ///
  /// @return false if another instance has claimed the shard. Then nothing of this write will
  ///   become visible any more; if it had been sent before and got no answer, it may have been
  ///   visible before the other's claim
  /// @throws StorageUnavailable if it stays unknown whether it happened. The same write may be sent
  ///   again; no other of this shard should be before
  /// @throws IllegalArgumentException if the write would take the head back
  public boolean write(int shard, long epoch, ShardWrite write) {
    return locked(shard, () -> writeLocked(shard, epoch, write));
  }

  private boolean writeLocked(int shard, long epoch, ShardWrite write) {
    long id = writeIds.incrementAndGet();
    return until(
        () -> cql.execute("write_shard", batch(shard, epoch, id, write)),
        () -> {
          var row = statements.readState.one(shard).orElse(null);
          if (row == null || row.getLong("owner_epoch") != epoch) {
            return Outcome.REFUSED;
          }
          if (row.getLong("write_id") == id) {
            return Outcome.DONE;
          }
          refuseToGoBack(shard, row.getLong("head"), write);
          return Outcome.NOT_DONE;
        });
  }

  private BatchStatement batch(int shard, long epoch, long id, ShardWrite write) {
    var batch = BatchStatement.builder(BatchType.UNLOGGED).setIdempotence(false);
    batch.addStatement(statements.guard(shard, epoch, id, write.newHead()));
    write.puts().forEach(put -> batch.addStatement(statements.put(shard, put)));
    write.deletes().forEach(key -> batch.addStatement(statements.delete(shard, key)));
    return batch.build();
  }

  private static void refuseToGoBack(int shard, long head, ShardWrite write) {
    if (write.newHead().isPresent() && write.newHead().getAsLong() < head) {
      throw new IllegalArgumentException(
          "shard "
              + shard
              + ": the head would go back from "
              + head
              + " to "
              + write.newHead().getAsLong());
    }
  }

  /// The shard as every decided write left it.
  public ShardState state(int shard) {
    return statements
        .readState
        .one(shard)
        .map(row -> stateOf(shard, row))
        .orElseGet(() -> ShardState.unclaimed(shard));
  }

  /// All shards that were ever claimed, as a quorum knows them; what is under way may be missing.
  Map<Integer, ShardState> states() {
    var states = new HashMap<Integer, ShardState>();
    for (var row : statements.readStates.execute()) {
      states.put(row.getInt("shard"), stateOf(row.getInt("shard"), row));
    }
    return states;
  }

  /// Rows of one kind and key from a position on, in order. After a claim, the new owner sees all
  /// that its predecessors wrote.
  public List<ShardRow> read(int shard, String kind, String key, long fromSeq, int limit) {
    var rows = new ArrayList<ShardRow>();
    for (var row : statements.readKey.execute(shard, kind, key, fromSeq, limit)) {
      rows.add(rowOf(kind, row));
    }
    return rows;
  }

  /// All rows of one kind, ordered by key and position; fetched page by page while the stream is
  /// read.
  public Stream<ShardRow> readAll(int shard, String kind) {
    return StreamSupport.stream(statements.readKind.execute(shard, kind).spliterator(), false)
        .map(row -> rowOf(kind, row));
  }

  private static ShardRow rowOf(String kind, Row row) {
    var value = row.getByteBuffer("value");
    return new ShardRow(
        kind, text(row, "key"), row.getLong("seq"), value == null ? ByteBuffer.allocate(0) : value);
  }

  private static ShardState stateOf(int shard, Row row) {
    return new ShardState(
        shard,
        Optional.ofNullable(row.getString("owner")),
        row.getLong("owner_epoch"),
        row.getLong("head"));
  }

  private static String text(Row row, String column) {
    @Nullable String text = row.getString(column);
    return text == null ? "" : text;
  }

  private boolean locked(int shard, BooleanSupplier action) {
    var lock = locks.computeIfAbsent(shard, _ -> new ReentrantLock());
    lock.lock();
    try {
      return action.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  private enum Outcome {
    DONE,
    NOT_DONE,
    REFUSED
  }

  /// What a read back tells.
  private interface ReadBack {
    Outcome get();
  }

  /// What is sent.
  private interface Attempt {
    ResultSet send();
  }

  /// Sends, and settles by reading back whatever is not a plain yes. A refusal is read back, too:
  /// Cassandra reports one for a transaction of our own that it finished on its second try.
  private static boolean until(Attempt attempt, ReadBack readBack) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (attempt.send().wasApplied()) {
          return true;
        }
      } catch (StorageUnavailable e) {
        pauseOrThrow(e, end);
      }
      switch (settle(readBack, end)) {
        case DONE -> {
          return true;
        }
        case REFUSED -> {
          return false;
        }
        case NOT_DONE -> LockSupport.parkNanos(RETRY.toNanos());
      }
      if (System.nanoTime() > end) {
        throw new StorageUnavailable(
            "Cassandra has not taken the write for " + PATIENCE, false, null);
      }
    }
  }

  private static Outcome settle(ReadBack readBack, long end) {
    while (true) {
      try {
        return readBack.get();
      } catch (StorageUnavailable e) {
        pauseOrThrow(
            new StorageUnavailable(
                "the outcome of a conditional write is unknown: " + e.getMessage(), true, e),
            end);
      }
    }
  }

  private static void pauseOrThrow(StorageUnavailable e, long end) {
    if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
      throw e;
    }
    LockSupport.parkNanos(RETRY.toNanos());
  }
}
