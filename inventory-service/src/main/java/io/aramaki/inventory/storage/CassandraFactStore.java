package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.fact.Fact;
import io.aramaki.inventory.domain.fact.FactChange;
import io.aramaki.inventory.domain.fact.FactStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Stages;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Keeps facts in the tables `fact` and `fact_history`.
public final class CassandraFactStore implements FactStore {
  private final CqlStatement current;
  private final CqlStatement history;
  private final CqlStatement begin;
  private final CqlStatement end;
  private final CqlStatement put;
  private final CqlStatement remove;

  public CassandraFactStore(Cql cql) {
    current =
        cql.prepare(
            "current_facts",
            "SELECT * FROM fact WHERE system = ? AND (key, agent) > (?, ?) LIMIT ?");
    history =
        cql.prepare(
            "fact_history",
            "SELECT * FROM fact_history"
                + " WHERE system = ? AND (observe_time, key, agent) < (?, ?, ?) LIMIT ?");
    begin =
        cql.prepare(
            "begin_fact",
            "INSERT INTO fact_history (system, observe_time, key, agent, value)"
                + " VALUES (?, ?, ?, ?, ?)");
    end =
        cql.prepare(
            "end_fact",
            "INSERT INTO fact_history (system, observe_time, key, agent, value, replace_time)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    put =
        cql.prepare(
            "put_fact",
            "INSERT INTO fact (system, key, agent, value, observe_time) VALUES (?, ?, ?, ?, ?)");
    remove =
        cql.prepare("remove_fact", "DELETE FROM fact WHERE system = ? AND key = ? AND agent = ?");
  }

  @Override
  public List<Fact> current(SystemId system, Optional<Position> after, int limit) {
    return current
        .execute(
            system.value(),
            after.map(Position::key).orElse(""),
            after.map(Position::agent).orElse(""),
            limit)
        .all()
        .stream()
        .map(row -> fact(row, Optional.empty()))
        .toList();
  }

  @Override
  public List<Fact> history(SystemId system, Optional<Position> after, int limit) {
    return history
        .execute(
            system.value(),
            Instant.ofEpochMilli(after.map(Position::observeTimeMs).orElse(Long.MAX_VALUE)),
            after.map(Position::key).orElse(""),
            after.map(Position::agent).orElse(""),
            limit)
        .all()
        .stream()
        .map(row -> fact(row, Columns.optionalInstant(row, "replace_time")))
        .toList();
  }

  @Override
  public void write(FactChange change) {
    Stages.await(change.begun().stream().map(this::begin).toList());
    Stages.await(change.ended().stream().map(this::end).toList());
    Stages.await(change.begun().stream().map(this::put).toList());
    Stages.await(
        change.ended().stream()
            .filter(gone -> change.begun().stream().noneMatch(fact -> isSameKey(fact, gone)))
            .map(this::remove)
            .toList());
  }

  private CompletionStage<AsyncResultSet> begin(Fact fact) {
    return begin.executeAsync(
        fact.system().value(), fact.observeTime(), fact.key(), fact.agent().value(), fact.value());
  }

  private CompletionStage<AsyncResultSet> end(Fact fact) {
    return end.executeAsync(
        fact.system().value(),
        fact.observeTime(),
        fact.key(),
        fact.agent().value(),
        fact.value(),
        Columns.orNull(fact.replaceTime()));
  }

  private CompletionStage<AsyncResultSet> put(Fact fact) {
    return put.executeAsync(
        fact.system().value(), fact.key(), fact.agent().value(), fact.value(), fact.observeTime());
  }

  private CompletionStage<AsyncResultSet> remove(Fact fact) {
    return remove.executeAsync(fact.system().value(), fact.key(), fact.agent().value());
  }

  private static boolean isSameKey(Fact a, Fact b) {
    return a.key().equals(b.key()) && a.agent().equals(b.agent());
  }

  private static Fact fact(Row row, Optional<Instant> replaceTime) {
    return new Fact(
        new SystemId(Columns.text(row, "system")),
        Columns.text(row, "key"),
        Columns.text(row, "value"),
        new AgentId(Columns.text(row, "agent")),
        Columns.instant(row, "observe_time"),
        replaceTime);
  }
}
