package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agent;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.AgentStore;
import io.aramaki.inventory.domain.agent.SubjectSet;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.kit.cassandra.StorageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps agents in the table `agent`. A write that changes where an agent stands raises `placement`
/// in the same statement.
public final class CassandraAgentStore implements AgentStore {
  private static final GenericType<List<List<String>>> CERTIFICATES = new GenericType<>() {};

  /// How long a writing waits for those before it, some 19 a second on 2 cores.
  private static final Duration TURN_MAX = Duration.ofSeconds(5);

  private static final String SELECT = "SELECT * FROM agent WHERE bucket = 0 AND id = ?";

  private final CqlStatement select;
  private final CqlStatement settle;
  private final CqlStatement list;
  private final CqlStatement ofSystem;
  private final CqlStatement placement;
  private final ConditionalStatement insert;
  private final ConditionalStatement replace;
  private final ConditionalStatement renew;
  private final ReentrantLock placing = new ReentrantLock(true);

  public CassandraAgentStore(Cql cql) {
    select = cql.prepare("select_agent", SELECT);
    settle = cql.prepareSerialRead("settle_agent", SELECT);
    list = cql.prepare("list_agents", "SELECT * FROM agent WHERE bucket = 0 AND id > ? LIMIT ?");
    ofSystem =
        cql.prepare("agents_of_system", "SELECT * FROM agent WHERE bucket = 0 AND system = ?");
    placement =
        cql.prepareSerialRead(
            "select_agent_placement", "SELECT placement FROM agent WHERE bucket = 0 LIMIT 1");
    insert =
        cql.prepareConditional(
            "insert_agent",
            """
            BEGIN BATCH
            UPDATE agent SET placement = ? WHERE bucket = 0 IF placement = ?;
            INSERT INTO agent (bucket, id, system, proxy_systems, subject_version, certificates, \
            create_time, revoke_time, version) VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS;
            APPLY BATCH\
            """);
    replace =
        cql.prepareConditional(
            "replace_agent",
            """
            BEGIN BATCH
            UPDATE agent SET placement = ? WHERE bucket = 0 IF placement = ?;
            UPDATE agent SET system = ?, proxy_systems = ?, subject_version = ?, \
            certificates = ?, revoke_time = ?, version = ?
            WHERE bucket = 0 AND id = ? IF version = ?;
            APPLY BATCH\
            """);
    renew =
        cql.prepareConditional(
            "renew_agent",
            """
            UPDATE agent SET certificates = ?, version = ?
            WHERE bucket = 0 AND id = ? IF version = ?\
            """);
  }

  /// Reads at quorum, which has every write that was acknowledged: monitoring asks for each agent
  /// every 30 s, and serial reads of one partition wait for each other. 10,000 agents kept all of
  /// Cassandra's threads waiting.
  @Override
  public Optional<Agent> find(AgentId id) {
    return select.one(id.value()).map(CassandraAgentStore::agent);
  }

  /// Reads what is decided, also of a write whose answer was lost.
  private Optional<Agent> settled(AgentId id) {
    return settle.one(id.value()).map(CassandraAgentStore::agent);
  }

  @Override
  public List<Agent> list(Optional<AgentId> after, int limit) {
    return list.execute(after.map(AgentId::value).orElse(""), limit).all().stream()
        .map(CassandraAgentStore::agent)
        .toList();
  }

  @Override
  public List<Agent> of(SystemId system) {
    return ofSystem.execute(system.value()).all().stream().map(CassandraAgentStore::agent).toList();
  }

  @Override
  public boolean insert(Agent agent) {
    while (settled(agent.id()).isEmpty()) {
      if (placed(before -> insertAfter(before, agent))) {
        return true;
      }
    }
    return isKept(agent);
  }

  private boolean insertAfter(Optional<Long> before, Agent agent) {
    return Conditional.applied(
        insert,
        () -> isKept(agent),
        before.orElse(0L) + 1,
        Columns.orNull(before),
        agent.id().value(),
        agent.system().value(),
        Columns.texts(agent.subjects().proxySystems()),
        agent.subjects().version(),
        certificates(agent),
        agent.createTime(),
        Columns.orNull(agent.revokeTime()),
        agent.version());
  }

  @Override
  public boolean replace(Agent before, Agent next) {
    return before.subjects().equals(next.subjects())
        ? renew(next)
        : replacePlaced(before.version(), next);
  }

  @Override
  public long placementVersion() {
    return placement().orElse(0L);
  }

  private boolean renew(Agent next) {
    return Conditional.applied(
        renew,
        () -> isKept(next),
        certificates(next),
        next.version(),
        next.id().value(),
        next.version() - 1);
  }

  private boolean replacePlaced(long version, Agent next) {
    while (settled(next.id()).filter(kept -> kept.version() == version).isPresent()) {
      if (placed(before -> replaceAfter(before, version, next))) {
        return true;
      }
    }
    return isKept(next);
  }

  private boolean replaceAfter(Optional<Long> before, long version, Agent next) {
    return Conditional.applied(
        replace,
        () -> isKept(next),
        before.orElse(0L) + 1,
        Columns.orNull(before),
        next.system().value(),
        Columns.texts(next.subjects().proxySystems()),
        next.subjects().version(),
        certificates(next),
        Columns.orNull(next.revokeTime()),
        next.version(),
        next.id().value(),
        version);
  }

  /// Writes on condition of the placement, one of this process at a time: of several at once all
  /// but one would have to begin anew.
  ///
  /// @param write takes the placement before and answers whether it is in force
  /// @throws StorageUnavailable if its turn does not come within [#TURN_MAX]; nothing was written
  private boolean placed(Predicate<Optional<Long>> write) {
    awaitTurn();
    try {
      return write.test(placement());
    } finally {
      placing.unlock();
    }
  }

  private void awaitTurn() {
    boolean mine = false;
    try {
      mine = placing.tryLock(TURN_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!mine) {
      throw new StorageUnavailable(
          "agents are placed one after the other, and the turn did not come within %d s; try again"
              .formatted(TURN_MAX.toSeconds()),
          false,
          null);
    }
  }

  private Optional<Long> placement() {
    return placement.one().map(row -> boxedLong(row, "placement"));
  }

  private static @Nullable Long boxedLong(Row row, String column) {
    return row.isNull(column) ? null : row.getLong(column);
  }

  private boolean isKept(Agent agent) {
    return settled(agent.id()).filter(agent::equals).isPresent();
  }

  private static List<List<String>> certificates(Agent agent) {
    return agent.certificates().stream()
        .map(certificate ->
            List.of(certificate.sha256(), Long.toString(certificate.expireTime().toEpochMilli())))
        .toList();
  }

  private static Agent agent(Row row) {
    List<List<String>> certificates = Columns.value(row, "certificates", CERTIFICATES);
    return new Agent(
        new AgentId(Columns.text(row, "id")),
        new SubjectSet(
            new SystemId(Columns.text(row, "system")),
            Columns.systems(row, "proxy_systems"),
            row.getLong("subject_version")),
        certificates.stream()
            .map(pair ->
                new Certificate(
                    pair.getFirst(), Instant.ofEpochMilli(Long.parseLong(pair.getLast()))))
            .toList(),
        Columns.instant(row, "create_time"),
        Columns.optionalInstant(row, "revoke_time"),
        row.getLong("version"));
  }
}
