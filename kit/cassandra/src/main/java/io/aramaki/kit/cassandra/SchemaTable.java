package io.aramaki.kit.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// What was applied to a keyspace, and by whom it is being changed. Written by lightweight
/// transactions only.
final class SchemaTable {
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(50);

  private final String component;
  private final CqlStatement select;
  private final ConditionalStatement insert;
  private final CqlStatement selectLock;
  private final ConditionalStatement takeLock;
  private final ConditionalStatement keepLock;
  private final ConditionalStatement releaseLock;

  /// @param component whose files these are: services and the kit number theirs independently
  private SchemaTable(Cql cql, String component) {
    this.component = component;
    create(cql);
    select =
        cql.prepareSerialRead(
            "select_schema_files", "SELECT number, sha256 FROM schema_file WHERE component = ?");
    insert =
        cql.prepareConditional(
            "insert_schema_file",
            "INSERT INTO schema_file (component, number, name, sha256, apply_time) VALUES (?, ?, ?, ?, ?) IF NOT EXISTS");
    selectLock =
        cql.prepareSerialRead(
            "select_schema_lock", "SELECT holder FROM schema_lock WHERE component = ?");
    takeLock =
        cql.prepareConditional(
            "take_schema_lock",
            "INSERT INTO schema_lock (component, holder) VALUES (?, ?) IF NOT EXISTS USING TTL ?");
    keepLock =
        cql.prepareConditional(
            "keep_schema_lock",
            "UPDATE schema_lock USING TTL ? SET holder = ? WHERE component = ? IF holder = ?");
    releaseLock =
        cql.prepareConditional(
            "release_schema_lock", "DELETE FROM schema_lock WHERE component = ? IF holder = ?");
  }

  /// Opens the tables, and makes them first where they are absent. When several do so at the same
  /// moment, Cassandra may tell one that a table is there already before the table can be used: a
  /// query of it is invalid, or fails with `Unknown CF`. Such a one tries again; all of it may be
  /// done twice.
  static SchemaTable open(Cql cql, String component) {
    long end = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (true) {
      try {
        return new SchemaTable(cql, component);
      } catch (InvalidQueryException | AllNodesFailedException e) {
        boolean mayPass = e instanceof InvalidQueryException || isServerError(e);
        if (!mayPass || System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private static boolean isServerError(DriverException e) {
    return e instanceof AllNodesFailedException all
        && all.getAllErrors().values().stream()
            .flatMap(List::stream)
            .anyMatch(one -> one instanceof ServerError);
  }

  /// With a fixed id, instances that create the table at the same moment create the same table;
  /// without it, one of two would be lost.
  private static void create(Cql cql) {
    var keyspace = cql.session().getKeyspace().map(CqlIdentifier::asInternal).orElseThrow();
    createTable(
        cql,
        keyspace,
        "schema_file",
        "component text, number int, name text, sha256 text, apply_time timestamp, PRIMARY KEY (component, number)");
    createTable(
        cql, keyspace, "schema_lock", "component text, holder text, PRIMARY KEY (component)");
  }

  private static void createTable(Cql cql, String keyspace, String table, String columns) {
    var exists =
        cql.session()
            .getMetadata()
            .getKeyspace(keyspace)
            .flatMap(k -> k.getTable(table))
            .isPresent();
    if (!exists) {
      var id = UUID.nameUUIDFromBytes((keyspace + "." + table).getBytes(UTF_8));
      cql.session()
          .execute("CREATE TABLE IF NOT EXISTS " + table + " (" + columns + ") WITH id = " + id);
    }
  }

  /// The applied files: number and checksum.
  Map<Integer, String> applied() {
    var applied = new TreeMap<Integer, String>();
    for (var row : select.execute(component)) {
      applied.put(row.getInt("number"), row.get("sha256", String.class));
    }
    return applied;
  }

  void record(SchemaFiles.SchemaFile file, Instant now) {
    // Refused means that another instance recorded the same file; its checksum is compared at the
    // next look.
    insert.execute(
        this::decidedByTheNextLook, component, file.number(), file.name(), file.sha256(), now);
  }

  boolean lock(String holder, Duration ttl) {
    return takeLock
        .execute(() -> heldBy(holder), component, holder, (int) ttl.toSeconds())
        .applied();
  }

  void prolong(String holder, Duration ttl) {
    keepLock.execute(() -> heldBy(holder), (int) ttl.toSeconds(), holder, component, holder);
  }

  void unlock(String holder) {
    releaseLock.execute(this::decidedByTheNextLook, component, holder);
  }

  private LwtResult heldBy(String holder) {
    var row = selectLock.one(component);
    return row.isPresent() && holder.equals(row.get().getString("holder"))
        ? new LwtResult.Applied()
        : new LwtResult.Refused(null);
  }

  private LwtResult decidedByTheNextLook() {
    applied();
    return new LwtResult.Applied();
  }
}
