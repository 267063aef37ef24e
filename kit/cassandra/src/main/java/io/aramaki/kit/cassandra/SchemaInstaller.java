package io.aramaki.kit.cassandra;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a keyspace to the schema that the program carries: the files `schema/NNNN_name.cql`
/// beside a class, applied in order, each once.
///
/// Files are append-only; a file that changed after it was applied is refused. Each statement says
/// `IF NOT EXISTS`, so a crash between a statement and its record costs nothing. Several instances
/// may start at once: one applies, the others wait for it. The lock only saves work and noise; if
/// two held it, the same tables would come out. A keyspace that is ahead of the program (its
/// successor ran already) is left as it is: schemas only grow.
public final class SchemaInstaller {
  private static final Logger log = LoggerFactory.getLogger(SchemaInstaller.class);

  /// A holder that died blocks others no longer than this. The holder prolongs the lock before each
  /// statement.
  private static final Duration LOCK_TTL = Duration.ofSeconds(10);

  private static final Duration LOCK_POLL = Duration.ofMillis(100);
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

  private final Cql cql;
  private final Clock clock;
  private final String holder;

  /// @param ids names this run in the lock
  public SchemaInstaller(Cql cql, Clock clock, Supplier<UUID> ids) {
    this.cql = cql;
    this.clock = clock;
    this.holder = ids.get().toString();
  }

  /// Installs the files beside the class and returns when all are in force.
  ///
  /// @throws IllegalStateException if a file is malformed, or differs from what was applied under
  ///   its number
  /// @throws StorageUnavailable if the database fails, or another instance holds the lock for a
  ///   minute
  public void install(Class<?> anchor) {
    var files = SchemaFiles.beside(anchor);
    var table = SchemaTable.open(cql, anchor.getPackageName());
    long end = System.nanoTime() + LOCK_PATIENCE.toNanos();
    while (!missing(files, table.applied()).isEmpty()) {
      if (table.lock(holder, LOCK_TTL)) {
        try {
          missing(files, table.applied()).forEach(file -> apply(table, file));
        } finally {
          table.unlock(holder);
        }
      } else if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw new StorageUnavailable(
            "another instance has been installing the schema of "
                + anchor.getPackageName()
                + " for "
                + LOCK_PATIENCE,
            false,
            null);
      } else {
        LockSupport.parkNanos(LOCK_POLL.toNanos());
      }
    }
  }

  private void apply(SchemaTable table, SchemaFiles.SchemaFile file) {
    for (var statement : file.statements()) {
      table.prolong(holder, LOCK_TTL);
      cql.session().execute(statement);
    }
    table.record(file, clock.instant());
    log.atInfo().addKeyValue("file", file.name()).log("schema file applied");
  }

  private static List<SchemaFiles.SchemaFile> missing(
      List<SchemaFiles.SchemaFile> files, Map<Integer, String> applied) {
    for (var file : files) {
      var before = applied.get(file.number());
      if (before != null && !before.equals(file.sha256())) {
        throw new IllegalStateException(
            "schema file "
                + file.name()
                + " was changed after it was applied (sha256 "
                + file.sha256()
                + ", applied "
                + before
                + "); restore it and put the change into a new file with the next number");
      }
    }
    return files.stream().filter(file -> !applied.containsKey(file.number())).toList();
  }
}
