package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.system.ManagedSystem;
import io.aramaki.inventory.domain.system.SystemContent;
import io.aramaki.inventory.domain.system.SystemGraph;
import io.aramaki.inventory.domain.system.SystemStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps systems in the table `managed_system`.
public final class CassandraSystemStore implements SystemStore {
  private final CqlStatement select;
  private final CqlStatement list;
  private final CqlStatement graph;
  private final ConditionalStatement insert;
  private final ConditionalStatement update;
  private final ConditionalStatement delete;

  public CassandraSystemStore(Cql cql) {
    select =
        cql.prepareSerialRead(
            "select_system", "SELECT * FROM managed_system WHERE bucket = 0 AND id = ?");
    list =
        cql.prepare(
            "list_systems", "SELECT * FROM managed_system WHERE bucket = 0 AND id > ? LIMIT ?");
    graph =
        cql.prepare(
            "select_system_graph", "SELECT id, subsystems FROM managed_system WHERE bucket = 0");
    insert =
        cql.prepareConditional(
            "insert_system",
            """
            INSERT INTO managed_system (bucket, id, display_name, description, owner, labels, \
            subsystems, create_time, update_time, version, request_id)
            VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS\
            """);
    update =
        cql.prepareConditional(
            "update_system",
            """
            UPDATE managed_system SET display_name = ?, description = ?, owner = ?, labels = ?, \
            subsystems = ?, update_time = ?, version = ?
            WHERE bucket = 0 AND id = ? IF version = ? AND create_time = ?\
            """);
    delete =
        cql.prepareConditional(
            "delete_system",
            "DELETE FROM managed_system WHERE bucket = 0 AND id = ? IF version = ?");
  }

  @Override
  public Optional<ManagedSystem> find(SystemId id) {
    return select.one(id.value()).map(CassandraSystemStore::system);
  }

  @Override
  public List<ManagedSystem> list(Optional<SystemId> after, int limit) {
    return list.execute(after.map(SystemId::value).orElse(""), limit).all().stream()
        .map(CassandraSystemStore::system)
        .toList();
  }

  @Override
  public boolean insert(ManagedSystem system) {
    SystemContent content = system.content();
    return Conditional.applied(
        insert,
        () -> isKept(system),
        system.id().value(),
        content.displayName(),
        content.description(),
        content.owner(),
        content.labels(),
        Columns.texts(content.subsystems()),
        system.createTime(),
        system.updateTime(),
        system.version(),
        system.requestId());
  }

  @Override
  public boolean replace(ManagedSystem next) {
    SystemContent content = next.content();
    return Conditional.applied(
        update,
        () -> isKept(next),
        content.displayName(),
        content.description(),
        content.owner(),
        content.labels(),
        Columns.texts(content.subsystems()),
        next.updateTime(),
        next.version(),
        next.id().value(),
        next.version() - 1,
        next.createTime());
  }

  @Override
  public boolean delete(SystemId id, long version) {
    return Conditional.applied(delete, () -> find(id).isEmpty(), id.value(), version);
  }

  @Override
  public SystemGraph graph() {
    Map<SystemId, List<SystemId>> subsystems = new HashMap<>();
    for (Row row : graph.execute()) {
      subsystems.put(new SystemId(Columns.text(row, "id")), Columns.systems(row, "subsystems"));
    }
    return new SystemGraph(subsystems);
  }

  private boolean isKept(ManagedSystem system) {
    return find(system.id()).filter(system::equals).isPresent();
  }

  private static ManagedSystem system(Row row) {
    Map<String, String> labels = row.getMap("labels", String.class, String.class);
    var content =
        new SystemContent(
            Columns.text(row, "display_name"),
            Columns.text(row, "description"),
            Columns.text(row, "owner"),
            labels == null ? Map.of() : labels,
            Columns.systems(row, "subsystems"));
    return new ManagedSystem(
        new SystemId(Columns.text(row, "id")),
        content,
        Columns.instant(row, "create_time"),
        Columns.instant(row, "update_time"),
        row.getLong("version"),
        Columns.text(row, "request_id"));
  }
}
