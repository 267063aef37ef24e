package io.aramaki.monitoring.storage;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.kit.cassandra.StorageUnavailable;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.catalog.CatalogStore;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The catalogue: one partition, every write of which is conditional on its version.
public final class CassandraCatalogStore implements CatalogStore {
  private static final int BUCKET = 0;
  private static final String CHECK = "check";
  private static final String REQUEST = "request";
  private static final String LAST_CHANGE = "last-change";
  private static final int LOAD_TRIES_MAX = 5;

  private final Cql cql;
  private final ConditionalStatement first;
  private final ConditionalStatement next;
  private final CqlStatement put;
  private final CqlStatement putForDay;
  private final CqlStatement delete;
  private final CqlStatement selectAll;
  private final CqlStatement selectOne;
  private final CqlStatement selectVersion;

  public CassandraCatalogStore(Cql cql) {
    this.cql = cql;
    first =
        cql.prepareConditional(
            "first_catalog", "UPDATE catalog SET version = 1 WHERE bucket = ? IF version = null");
    next =
        cql.prepareConditional(
            "next_catalog", "UPDATE catalog SET version = ? WHERE bucket = ? IF version = ?");
    put =
        cql.prepare(
            "put_catalog", "INSERT INTO catalog (bucket, kind, key, value) VALUES (?, ?, ?, ?)");
    putForDay =
        cql.prepare(
            "put_catalog_request",
            "INSERT INTO catalog (bucket, kind, key, value) VALUES (?, ?, ?, ?) USING TTL 86400");
    delete =
        cql.prepare(
            "delete_catalog", "DELETE FROM catalog WHERE bucket = ? AND kind = ? AND key = ?");
    selectAll =
        cql.prepare(
            "select_catalog",
            "SELECT version, key, value FROM catalog WHERE bucket = ? AND kind = ?");
    selectOne =
        cql.prepareSerialRead(
            "select_catalog_row",
            "SELECT version, value FROM catalog WHERE bucket = ? AND kind = ? AND key = ?");
    selectVersion =
        cql.prepare(
            "select_catalog_version", "SELECT version FROM catalog WHERE bucket = ? LIMIT 1");
  }

  /// Reads pages until they are all of one version.
  @Override
  public Catalog load() {
    for (int tries = 0; tries < LOAD_TRIES_MAX; tries++) {
      long before = version();
      var checks = new TreeMap<String, CheckDefinition>();
      for (Row row : selectAll.execute(BUCKET, CHECK)) {
        checks.put(
            Objects.requireNonNull(row.getString("key")),
            DefinitionRows.read(CassandraJournal.bytes(row, "value")));
      }
      if (version() == before) {
        return new Catalog(before, checks);
      }
    }
    throw new StorageUnavailable("the catalogue changes faster than it can be read", false, null);
  }

  @Override
  public long version() {
    return selectVersion.one(BUCKET).map(row -> row.getLong("version")).orElse(0L);
  }

  @Override
  public boolean put(long version, CheckDefinition check, String requestId) {
    var batch = begin(version);
    ByteBuffer value = ByteBuffer.wrap(DefinitionRows.write(check));
    batch.addStatement(put.bind(BUCKET, CHECK, check.name(), value));
    if (!requestId.isEmpty()) {
      batch.addStatement(putForDay.bind(BUCKET, REQUEST, requestId, text(check.name())));
    }
    return commit(version, batch, check.name() + " " + check.etag());
  }

  @Override
  public boolean remove(long version, String name) {
    var batch = begin(version);
    batch.addStatement(delete.bind(BUCKET, CHECK, name));
    return commit(version, batch, name + " removed");
  }

  @Override
  public Optional<String> madeBy(String requestId) {
    return selectOne
        .one(BUCKET, REQUEST, requestId)
        .map(row -> new RowInput(CassandraJournal.bytes(row, "value")).text());
  }

  private BatchStatementBuilder begin(long version) {
    return BatchStatement.builder(BatchType.UNLOGGED)
        .setIdempotence(false)
        .addStatement(version == 0 ? first.bind(BUCKET) : next.bind(version + 1, BUCKET, version));
  }

  /// Names the change in a row of the same batch, so that one without an answer can be recognised.
  private boolean commit(long version, BatchStatementBuilder batch, String change) {
    String named = version + " " + change;
    batch.addStatement(put.bind(BUCKET, LAST_CHANGE, "", text(named)));
    try {
      if (cql.execute("write_catalog", batch.build()).wasApplied()) {
        return true;
      }
    } catch (StorageUnavailable e) {
      if (!e.outcomeUnknown()) {
        throw e;
      }
    }
    @Nullable Row row = selectOne.one(BUCKET, LAST_CHANGE, "").orElse(null);
    return row != null
        && row.getLong("version") == version + 1
        && new RowInput(CassandraJournal.bytes(row, "value")).text().equals(named);
  }

  private static ByteBuffer text(String value) {
    return ByteBuffer.wrap(new RowOutput().text(value).bytes());
  }
}
