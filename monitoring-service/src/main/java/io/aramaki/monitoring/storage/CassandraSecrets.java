package io.aramaki.monitoring.storage;

import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.kit.cassandra.LwtResult;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Sealed secrets that the instances of the service share.
public final class CassandraSecrets {
  private final ConditionalStatement insert;
  private final CqlStatement select;

  public CassandraSecrets(Cql cql) {
    insert =
        cql.prepareConditional(
            "insert_secret", "INSERT INTO secret (name, sealed) VALUES (?, ?) IF NOT EXISTS");
    select = cql.prepareSerialRead("select_secret", "SELECT sealed FROM secret WHERE name = ?");
  }

  public Optional<byte[]> find(String name) {
    return select
        .one(name)
        .map(row -> {
          ByteBuffer sealed = CassandraJournal.bytes(row, "sealed");
          byte[] bytes = new byte[sealed.remaining()];
          sealed.get(bytes);
          return bytes;
        });
  }

  /// Keeps a secret unless there is one; ask [#find] for the one that is kept.
  public void offer(String name, byte[] sealed) {
    insert.execute(() -> new LwtResult.Refused(null), name, ByteBuffer.wrap(sealed));
  }
}
