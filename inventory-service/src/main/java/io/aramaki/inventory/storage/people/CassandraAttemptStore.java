package io.aramaki.inventory.storage.people;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.login.Attempt;
import io.aramaki.inventory.domain.login.AttemptStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.util.Optional;

/// Counts failed logins in the table `login_attempt`, whose rows end by themselves.
public final class CassandraAttemptStore implements AttemptStore {
  private final CqlStatement select;
  private final ConditionalStatement replace;
  private final ConditionalStatement remove;

  public CassandraAttemptStore(Cql cql) {
    select =
        cql.prepareSerialRead("select_login_attempt", "SELECT * FROM login_attempt WHERE key = ?");
    replace =
        cql.prepareConditional(
            "replace_login_attempt",
            "UPDATE login_attempt USING TTL "
                + Attempt.FORGIVEN_AFTER.toSeconds()
                + " SET failures = ?, not_before = ?, attempt_time = ? WHERE key = ?"
                + " IF failures = ?");
    remove =
        cql.prepareConditional(
            "remove_login_attempt", "DELETE FROM login_attempt WHERE key = ? IF failures = ?");
  }

  @Override
  public Optional<Attempt> find(String key) {
    return select.one(key).map(CassandraAttemptStore::attempt);
  }

  @Override
  public boolean replace(Attempt next, int failuresBefore) {
    return Conditional.applied(
        replace,
        () -> find(next.key()).filter(next::equals).isPresent(),
        next.failures(),
        next.notBefore(),
        next.time(),
        next.key(),
        failuresBefore == 0 ? null : failuresBefore);
  }

  @Override
  public boolean remove(String key, int failuresBefore) {
    return Conditional.applied(remove, () -> find(key).isEmpty(), key, failuresBefore);
  }

  private static Attempt attempt(Row row) {
    return new Attempt(
        Columns.text(row, "key"),
        row.getInt("failures"),
        Columns.instant(row, "not_before"),
        Columns.instant(row, "attempt_time"));
  }
}
