package io.aramaki.inventory.storage.people;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.inventory.domain.role.RoleBindingStore;
import io.aramaki.inventory.domain.role.RoleBindings;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.util.ArrayList;
import java.util.Optional;

/// Keeps role bindings in the table `role_binding`.
public final class CassandraRoleBindingStore implements RoleBindingStore {
  private final CqlStatement select;
  private final ConditionalStatement put;
  private final ConditionalStatement remove;

  public CassandraRoleBindingStore(Cql cql) {
    select =
        cql.prepareSerialRead(
            "select_role_bindings",
            "SELECT user, role, top, deny, version FROM role_binding WHERE bucket = 0");
    put =
        cql.prepareConditional(
            "put_role_binding",
            """
            BEGIN BATCH
            UPDATE role_binding SET version = ? WHERE bucket = 0 IF version = ?;
            INSERT INTO role_binding (bucket, user, role, top, deny) VALUES (0, ?, ?, ?, ?);
            APPLY BATCH\
            """);
    remove =
        cql.prepareConditional(
            "remove_role_binding",
            """
            BEGIN BATCH
            UPDATE role_binding SET version = ? WHERE bucket = 0 IF version = ?;
            DELETE FROM role_binding WHERE bucket = 0 AND user = ? AND role = ? AND top = ?;
            APPLY BATCH\
            """);
  }

  @Override
  public RoleBindings read() {
    long version = 0;
    var bindings = new ArrayList<RoleBinding>();
    for (Row row : select.execute()) {
      version = row.getLong("version");
      if (!row.isNull("user")) {
        bindings.add(binding(row));
      }
    }
    return new RoleBindings(version, bindings);
  }

  @Override
  public boolean put(RoleBinding binding, long version) {
    return Conditional.applied(
        put,
        () -> isNext(version) && read().about(binding).filter(binding::equals).isPresent(),
        version + 1,
        version == 0 ? null : version,
        binding.user().value(),
        binding.role().name(),
        top(binding),
        binding.deny());
  }

  @Override
  public boolean remove(RoleBinding binding, long version) {
    return Conditional.applied(
        remove,
        () -> isNext(version) && read().about(binding).isEmpty(),
        version + 1,
        version == 0 ? null : version,
        binding.user().value(),
        binding.role().name(),
        top(binding));
  }

  private boolean isNext(long version) {
    return read().version() == version + 1;
  }

  private static String top(RoleBinding binding) {
    return binding.top().map(SystemId::value).orElse("");
  }

  private static RoleBinding binding(Row row) {
    return new RoleBinding(
        new UserId(Columns.text(row, "user")),
        Role.valueOf(Columns.text(row, "role")),
        Optional.of(Columns.text(row, "top")).filter(top -> !top.isEmpty()).map(SystemId::new),
        row.getBoolean("deny"));
  }
}
