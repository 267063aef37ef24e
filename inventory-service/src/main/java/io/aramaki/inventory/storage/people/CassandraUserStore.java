package io.aramaki.inventory.storage.people;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.domain.people.UserStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.util.List;
import java.util.Optional;

/// Keeps users in the table `person`.
public final class CassandraUserStore implements UserStore {
  private final CqlStatement select;
  private final CqlStatement list;
  private final ConditionalStatement insert;
  private final ConditionalStatement update;

  public CassandraUserStore(Cql cql) {
    select =
        cql.prepareSerialRead("select_user", "SELECT * FROM person WHERE bucket = 0 AND id = ?");
    list = cql.prepare("list_users", "SELECT * FROM person WHERE bucket = 0 AND id > ? LIMIT ?");
    insert =
        cql.prepareConditional(
            "insert_user",
            """
            INSERT INTO person (bucket, id, display_name, disabled, password_hash, create_time, \
            version) VALUES (0, ?, ?, ?, ?, ?, ?) IF NOT EXISTS\
            """);
    update =
        cql.prepareConditional(
            "update_user",
            """
            UPDATE person SET display_name = ?, disabled = ?, password_hash = ?, version = ?
            WHERE bucket = 0 AND id = ? IF version = ?\
            """);
  }

  @Override
  public Optional<User> find(UserId id) {
    return select.one(id.value()).map(CassandraUserStore::user);
  }

  @Override
  public List<User> list(Optional<UserId> after, int limit) {
    return list.execute(after.map(UserId::value).orElse(""), limit).all().stream()
        .map(CassandraUserStore::user)
        .toList();
  }

  @Override
  public boolean insert(User user) {
    return Conditional.applied(
        insert,
        () -> isKept(user),
        user.id().value(),
        user.displayName(),
        user.disabled(),
        user.passwordHash(),
        user.createTime(),
        user.version());
  }

  @Override
  public boolean replace(User next) {
    return Conditional.applied(
        update,
        () -> isKept(next),
        next.displayName(),
        next.disabled(),
        next.passwordHash(),
        next.version(),
        next.id().value(),
        next.version() - 1);
  }

  private boolean isKept(User user) {
    return find(user.id()).filter(user::equals).isPresent();
  }

  private static User user(Row row) {
    return new User(
        new UserId(Columns.text(row, "id")),
        Columns.text(row, "display_name"),
        row.getBoolean("disabled"),
        Columns.text(row, "password_hash"),
        Columns.instant(row, "create_time"),
        row.getLong("version"));
  }
}
