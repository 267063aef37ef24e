package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.key.KeySetRecord;
import io.aramaki.inventory.domain.key.KeyStore;
import io.aramaki.inventory.domain.key.SealedKeys;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keeps the organisation's keys in the tables `organisation_keys` and `key_set`.
public final class CassandraKeyStore implements KeyStore {
  private static final GenericType<Map<String, ByteBuffer>> SEALED = new GenericType<>() {};

  private final CqlStatement select;
  private final ConditionalStatement insert;
  private final CqlStatement selectSet;
  private final ConditionalStatement insertSet;
  private final ConditionalStatement updateSet;

  public CassandraKeyStore(Cql cql) {
    select =
        cql.prepareSerialRead(
            "select_organisation_keys", "SELECT * FROM organisation_keys WHERE id = 0");
    insert =
        cql.prepareConditional(
            "insert_organisation_keys",
            "INSERT INTO organisation_keys (id, org, sealed) VALUES (0, ?, ?) IF NOT EXISTS");
    selectSet = cql.prepareSerialRead("select_key_set", "SELECT * FROM key_set WHERE id = 0");
    insertSet =
        cql.prepareConditional(
            "insert_key_set",
            "INSERT INTO key_set (id, version, signed) VALUES (0, ?, ?) IF NOT EXISTS");
    updateSet =
        cql.prepareConditional(
            "update_key_set",
            "UPDATE key_set SET version = ?, signed = ? WHERE id = 0 IF version = ?");
  }

  @Override
  public Optional<SealedKeys> find() {
    return select.one().map(CassandraKeyStore::keys);
  }

  @Override
  public boolean create(SealedKeys keys) {
    Map<String, ByteBuffer> sealed =
        keys.sealed().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> ByteBuffer.wrap(entry.getValue().toArray())));
    return Conditional.applied(
        insert, () -> find().filter(keys::equals).isPresent(), keys.org(), sealed);
  }

  @Override
  public Optional<KeySetRecord> keySet() {
    return selectSet
        .one()
        .map(row ->
            new KeySetRecord(row.getLong("version"), Bytes.of(Columns.bytes(row, "signed"))));
  }

  @Override
  public boolean putKeySet(KeySetRecord next) {
    ByteBuffer signed = ByteBuffer.wrap(next.signed().toArray());
    return next.version() == 1
        ? Conditional.applied(insertSet, () -> isKept(next), next.version(), signed)
        : Conditional.applied(
            updateSet, () -> isKept(next), next.version(), signed, next.version() - 1);
  }

  private boolean isKept(KeySetRecord next) {
    return keySet().filter(next::equals).isPresent();
  }

  private static SealedKeys keys(Row row) {
    return new SealedKeys(
        Columns.text(row, "org"),
        Columns.value(row, "sealed", SEALED).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> Bytes.of(Columns.bytes(entry.getValue())))));
  }
}
