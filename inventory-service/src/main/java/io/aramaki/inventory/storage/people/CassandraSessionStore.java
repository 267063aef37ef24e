package io.aramaki.inventory.storage.people;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.login.Session;
import io.aramaki.inventory.domain.login.SessionStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps sessions in the table `session`, whose rows end with them.
public final class CassandraSessionStore implements SessionStore {
  private final CqlStatement select;
  private final ConditionalStatement insert;
  private final ConditionalStatement use;
  private final ConditionalStatement delete;

  public CassandraSessionStore(Cql cql) {
    select =
        cql.prepareSerialRead("select_session", "SELECT * FROM session WHERE secret_sha256 = ?");
    insert =
        cql.prepareConditional(
            "insert_session",
            """
            INSERT INTO session (secret_sha256, user, user_version, expire_time, use_time)
            VALUES (?, ?, ?, ?, ?) IF NOT EXISTS USING TTL ?\
            """);
    // Only a row that exists may be touched: else the use of a session that ends at this moment
    // would bring a part of it back.
    use =
        cql.prepareConditional(
            "use_session",
            "UPDATE session USING TTL ? SET use_time = ? WHERE secret_sha256 = ? IF EXISTS");
    delete =
        cql.prepareConditional(
            "delete_session", "DELETE FROM session WHERE secret_sha256 = ? IF EXISTS");
  }

  @Override
  public Optional<Session> find(String secretSha256) {
    return select.one(secretSha256).map(CassandraSessionStore::session);
  }

  @Override
  public void insert(Session session, Instant now) {
    boolean inserted =
        Conditional.applied(
            insert,
            () -> find(session.secretSha256()).filter(session::equals).isPresent(),
            session.secretSha256(),
            session.user().value(),
            session.userVersion(),
            session.expireTime(),
            session.useTime(),
            ttlSeconds(session, now));
    if (!inserted) {
      throw new IllegalStateException("two sessions have the same 256 random bits");
    }
  }

  @Override
  public void used(Session session, Instant now) {
    boolean _ =
        Conditional.applied(use, () -> true, ttlSeconds(session, now), now, session.secretSha256());
  }

  @Override
  public void remove(String secretSha256) {
    boolean _ = Conditional.applied(delete, () -> find(secretSha256).isEmpty(), secretSha256);
  }

  private static int ttlSeconds(Session session, Instant now) {
    return (int) Math.max(1, Duration.between(now, session.expireTime()).toSeconds() + 1);
  }

  private static Session session(Row row) {
    return new Session(
        Columns.text(row, "secret_sha256"),
        new UserId(Columns.text(row, "user")),
        row.getLong("user_version"),
        Columns.instant(row, "expire_time"),
        Columns.instant(row, "use_time"));
  }
}
