package io.aramaki.alerting.storage;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.alerting.domain.BookStore;
import io.aramaki.alerting.domain.BookStoreContract;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.shard.ShardTable;
import io.aramaki.kit.testing.CassandraExtension;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CassandraExtension.class)
class CassandraBookStoreTest extends BookStoreContract {
  /// Each test has a shard of its own.
  private static final AtomicInteger SHARDS = new AtomicInteger();

  private final int shard = SHARDS.getAndIncrement();
  private final ShardTable table;

  CassandraBookStoreTest(CqlSession session) {
    var cql = new Cql(session);
    this.table =
        ShardTable.open(cql, new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID));
  }

  @Override
  protected BookStore takeOver() {
    long before = table.state(shard).epoch();
    return new CassandraBookStore(table, shard, table.claim(shard, before, "i1").orElseThrow());
  }
}
