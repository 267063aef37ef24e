package io.aramaki.inventory.storage.run;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Action;
import io.aramaki.inventory.domain.action.ActionContent;
import io.aramaki.inventory.domain.action.ActionStore;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps action definitions in the table `action`. Each write raises `definitions` in the same
/// statement.
public final class CassandraActionStore implements ActionStore {
  private final CqlStatement select;
  private final CqlStatement list;
  private final CqlStatement definitions;
  private final ConditionalStatement insert;
  private final ConditionalStatement update;
  private final ConditionalStatement delete;

  public CassandraActionStore(Cql cql) {
    select =
        cql.prepareSerialRead("select_action", "SELECT * FROM action WHERE bucket = 0 AND id = ?");
    list = cql.prepare("list_actions", "SELECT * FROM action WHERE bucket = 0 AND id > ? LIMIT ?");
    definitions =
        cql.prepareSerialRead(
            "select_definitions_version",
            "SELECT definitions FROM action WHERE bucket = 0 LIMIT 1");
    insert =
        cql.prepareConditional(
            "insert_action",
            """
            BEGIN BATCH
            UPDATE action SET definitions = ? WHERE bucket = 0 IF definitions = ?;
            INSERT INTO action (bucket, id, system, display_name, description, agent, command, \
            parameters, role, timeout_ms, create_time, update_time, version, request_id)
            VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS;
            APPLY BATCH\
            """);
    update =
        cql.prepareConditional(
            "update_action",
            """
            BEGIN BATCH
            UPDATE action SET definitions = ? WHERE bucket = 0 IF definitions = ?;
            UPDATE action SET system = ?, display_name = ?, description = ?, agent = ?, \
            command = ?, parameters = ?, role = ?, timeout_ms = ?, update_time = ?, version = ?
            WHERE bucket = 0 AND id = ? IF version = ? AND create_time = ?;
            APPLY BATCH\
            """);
    delete =
        cql.prepareConditional(
            "delete_action",
            """
            BEGIN BATCH
            UPDATE action SET definitions = ? WHERE bucket = 0 IF definitions = ?;
            DELETE FROM action WHERE bucket = 0 AND id = ? IF version = ?;
            APPLY BATCH\
            """);
  }

  @Override
  public Optional<Action> find(ActionId id) {
    return select.one(id.value()).map(CassandraActionStore::action);
  }

  @Override
  public List<Action> list(Optional<ActionId> after, int limit) {
    return list.execute(after.map(ActionId::value).orElse(""), limit).all().stream()
        .map(CassandraActionStore::action)
        .toList();
  }

  @Override
  public boolean insert(Action action) {
    ActionContent content = action.content();
    return write(
        insert,
        () -> find(action.id()).isEmpty(),
        () -> isKept(action),
        action.id().value(),
        content.system().value(),
        content.displayName(),
        content.description(),
        agent(content),
        content.command(),
        content.parameters().stream().map(ParameterColumn::write).toList(),
        content.role().name(),
        content.timeout().toMillis(),
        action.createTime(),
        action.updateTime(),
        action.version(),
        action.requestId());
  }

  @Override
  public boolean replace(Action next) {
    ActionContent content = next.content();
    long before = next.version() - 1;
    return write(
        update,
        () -> hasVersion(next.id(), before),
        () -> isKept(next),
        content.system().value(),
        content.displayName(),
        content.description(),
        agent(content),
        content.command(),
        content.parameters().stream().map(ParameterColumn::write).toList(),
        content.role().name(),
        content.timeout().toMillis(),
        next.updateTime(),
        next.version(),
        next.id().value(),
        before,
        next.createTime());
  }

  @Override
  public boolean delete(ActionId id, long version) {
    return write(
        delete, () -> hasVersion(id, version), () -> find(id).isEmpty(), id.value(), version);
  }

  @Override
  public long definitionsVersion() {
    return definitions().orElse(0L);
  }

  /// Writes while the condition on the action holds: two writes of different actions collide at
  /// `definitions` only.
  private boolean write(
      ConditionalStatement statement,
      BooleanSupplier mayWrite,
      BooleanSupplier kept,
      @Nullable Object... values) {
    while (mayWrite.getAsBoolean()) {
      Optional<Long> before = definitions();
      @Nullable Object[] all = new @Nullable Object[values.length + 2];
      all[0] = before.orElse(0L) + 1;
      all[1] = Columns.orNull(before);
      System.arraycopy(values, 0, all, 2, values.length);
      if (Conditional.applied(statement, kept, all)) {
        return true;
      }
    }
    return kept.getAsBoolean();
  }

  private Optional<Long> definitions() {
    return definitions.one().filter(row -> !row.isNull(0)).map(row -> row.getLong(0));
  }

  private boolean isKept(Action action) {
    return find(action.id()).filter(action::equals).isPresent();
  }

  private boolean hasVersion(ActionId id, long version) {
    return find(id).filter(kept -> kept.version() == version).isPresent();
  }

  private static @Nullable String agent(ActionContent content) {
    return content.agent().map(AgentId::value).orElse(null);
  }

  private static Action action(Row row) {
    var content =
        new ActionContent(
            new SystemId(Columns.text(row, "system")),
            Columns.text(row, "display_name"),
            Columns.text(row, "description"),
            Columns.optionalText(row, "agent").map(AgentId::new),
            Columns.list(row, "command"),
            Columns.value(row, "parameters", ParameterColumn.TYPE).stream()
                .map(ParameterColumn::read)
                .toList(),
            Role.valueOf(Columns.text(row, "role")),
            Duration.ofMillis(row.getLong("timeout_ms")));
    return new Action(
        new ActionId(Columns.text(row, "id")),
        content,
        Columns.instant(row, "create_time"),
        Columns.instant(row, "update_time"),
        row.getLong("version"),
        Columns.text(row, "request_id"));
  }
}
