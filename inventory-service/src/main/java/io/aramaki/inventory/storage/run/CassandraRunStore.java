package io.aramaki.inventory.storage.run;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.Run;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.inventory.domain.run.RunStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.inventory.storage.row.Days;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Keeps runs in the table `run`. The tables by which runs are found (by action, by day, open) are
/// written first: they may name a run that does not exist, but none that exists is missing there.
public final class CassandraRunStore implements RunStore {
  /// Sorts after every run of the same moment.
  private static final UUID LAST = new UUID(-1, -1);

  private final Days openDays;
  private final Clock clock;
  private final CqlStatement select;
  private final ConditionalStatement insert;
  private final ConditionalStatement update;
  private final RunIndex index;
  private final ConditionalStatement bind;
  private final CqlStatement selectRequest;

  public CassandraRunStore(Cql cql, Clock clock) {
    this.clock = clock;
    this.openDays = new Days(clock);
    this.index = new RunIndex(cql);
    select = cql.prepareSerialRead("select_run", "SELECT * FROM run WHERE run = ?");
    insert =
        cql.prepareConditional(
            "insert_run",
            """
            INSERT INTO run (run, action, system, agent, requester, parameters, command, \
            definition_sha256, timeout_ms, create_time, expire_time, traceparent, state, \
            transitions, published, event_seq, output_length, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS\
            """);
    update =
        cql.prepareConditional(
            "update_run",
            """
            UPDATE run SET state = ?, boot = ?, start_time = ?, end_time = ?, exit_code = ?, \
            error = ?, inferred = ?, transitions = ?, published = ?, event_seq = ?, \
            output_length = ?, version = ? WHERE run = ? IF version = ?\
            """);
    bind =
        cql.prepareConditional(
            "bind_run_request",
            "INSERT INTO run_request (requester, request_id, digest, run) VALUES (?, ?, ?, ?)"
                + " IF NOT EXISTS");
    selectRequest =
        cql.prepareSerialRead(
            "select_run_request",
            "SELECT * FROM run_request WHERE requester = ? AND request_id = ?");
  }

  @Override
  public Optional<Run> find(RunId id) {
    return select.one(id.value()).map(RunRow::read).filter(run -> run.id().equals(id));
  }

  @Override
  public boolean insert(Run run) {
    index.put(run.order());
    markOpen(run);
    RunOrder order = run.order();
    return Conditional.applied(
        insert,
        () -> isKept(run),
        order.id().value(),
        order.id().action().value(),
        order.system().value(),
        order.agent().value(),
        order.requester(),
        order.parameters(),
        order.command(),
        order.definitionSha256(),
        order.timeout().toMillis(),
        order.createTime(),
        order.expireTime(),
        order.traceparent(),
        run.state().word(),
        RunRow.transitions(run),
        run.published(),
        run.eventSeq(),
        run.outputLength(),
        run.version());
  }

  @Override
  public boolean replace(Run next) {
    RunRow.StateColumns state = RunRow.columns(next.state());
    return Conditional.applied(
        update,
        () -> isKept(next),
        state.state(),
        state.boot(),
        state.startTime(),
        state.endTime(),
        state.exitCode(),
        state.error(),
        state.inferred(),
        RunRow.transitions(next),
        next.published(),
        next.eventSeq(),
        next.outputLength(),
        next.version(),
        next.id().value(),
        next.version() - 1);
  }

  @Override
  public List<OpenMark> open(int limit) {
    var open = new ArrayList<OpenMark>();
    Set<Integer> filled = new HashSet<>();
    for (int day : openDays.open()) {
      List<OpenMark> ofDay = index.open(day, Math.max(1, limit - open.size()));
      if (!ofDay.isEmpty()) {
        filled.add(day);
      }
      if (open.size() < limit) {
        open.addAll(ofDay);
      }
    }
    openDays.forget(day -> !filled.contains(day));
    return open;
  }

  @Override
  public void markOpen(Run run) {
    index.markOpen(openDays.today(), run);
  }

  @Override
  public void markClosed(OpenMark mark, Run run) {
    index.markClosed(mark.day(), run);
  }

  @Override
  public List<Position> ofAction(ActionId action, Optional<Position> after, int limit) {
    return index.ofAction(action, time(after), run(after), limit);
  }

  @Override
  public List<Position> all(Optional<Position> after, int limit) {
    return index.all(time(after), run(after), Days.of(clock.instant()) + 1, limit);
  }

  @Override
  public Request bind(Request request) {
    boolean bound =
        Conditional.applied(
            bind,
            () -> bound(request).filter(request::equals).isPresent(),
            request.requester(),
            request.requestId(),
            request.digest(),
            request.run());
    return bound ? request : bound(request).orElseThrow();
  }

  private Optional<Request> bound(Request request) {
    return selectRequest
        .one(request.requester(), request.requestId())
        .map(CassandraRunStore::request);
  }

  private boolean isKept(Run run) {
    return find(run.id()).filter(run::equals).isPresent();
  }

  private static Instant time(Optional<Position> after) {
    return after.map(Position::createTime).orElse(Instant.ofEpochMilli(Long.MAX_VALUE));
  }

  private static UUID run(Optional<Position> after) {
    return after.map(position -> position.run().value()).orElse(LAST);
  }

  private static Request request(Row row) {
    return new Request(
        Columns.text(row, "requester"),
        Columns.text(row, "request_id"),
        Columns.text(row, "digest"),
        Columns.uuid(row, "run"));
  }
}
