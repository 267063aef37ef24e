package io.aramaki.kit.cassandra.shard;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The table of live instances.
final class Heartbeats {
  private static final int BUCKET = 0;

  private final CqlStatement insert;
  private final CqlStatement select;
  private final Duration timeout;

  Heartbeats(Cql cql, Duration timeout) {
    this.timeout = timeout;
    insert =
        cql.prepare(
            "insert_heartbeat",
            "INSERT INTO live_instance (bucket, instance, incarnation, counter, address) VALUES (?, ?, ?, ?, ?)");
    select =
        cql.prepare(
            "select_heartbeats",
            "SELECT instance, incarnation, counter, address FROM live_instance WHERE bucket = ?");
  }

  CompletionStage<AsyncResultSet> beat(Heartbeat beat) {
    var self = beat.instance();
    return insert.executeAsync(
        insert
            .bind(BUCKET, self.name(), self.incarnation(), beat.counter(), self.address())
            .setTimeout(timeout));
  }

  List<Heartbeat> read() {
    var beats = new ArrayList<Heartbeat>();
    for (var row : select.execute(select.bind(BUCKET).setTimeout(timeout))) {
      beats.add(
          new Heartbeat(
              new LiveInstance(
                  text(row, "instance"), row.getLong("incarnation"), text(row, "address")),
              row.getLong("counter")));
    }
    return beats;
  }

  private static String text(Row row, String column) {
    var text = row.getString(column);
    return text == null ? "" : text;
  }
}
