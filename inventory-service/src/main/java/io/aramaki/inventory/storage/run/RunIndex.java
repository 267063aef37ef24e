package io.aramaki.inventory.storage.run;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.Run;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.inventory.domain.run.RunStore.OpenMark;
import io.aramaki.inventory.domain.run.RunStore.Position;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Days;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The tables by which runs are found: `run_by_action`, `run_by_day`, `open_run`. Plain writes, all
/// of them idempotent.
final class RunIndex {
  /// Runs are kept so many days.
  private static final int DAYS_KEPT = 400;

  /// Marks count from so long after their run was asked for, so they come after those that were
  /// once written by the clock.
  private static final Duration AFTER_CLOCKS = Duration.ofDays(1);

  private final CqlStatement putByAction;
  private final CqlStatement putByDay;
  private final CqlStatement ofAction;
  private final CqlStatement ofDay;
  private final CqlStatement markOpen;
  private final CqlStatement markClosed;
  private final CqlStatement open;

  RunIndex(Cql cql) {
    putByAction =
        cql.prepare(
            "put_run_by_action",
            "INSERT INTO run_by_action (action, create_time, run) VALUES (?, ?, ?)");
    putByDay =
        cql.prepare(
            "put_run_by_day",
            "INSERT INTO run_by_day (day, create_time, run, action) VALUES (?, ?, ?, ?)");
    ofAction =
        cql.prepare(
            "runs_of_action",
            "SELECT * FROM run_by_action"
                + " WHERE action = ? AND (create_time, run) < (?, ?) LIMIT ?");
    ofDay =
        cql.prepare(
            "runs_of_day",
            "SELECT * FROM run_by_day WHERE day = ? AND (create_time, run) < (?, ?) LIMIT ?");
    markOpen =
        cql.prepare(
            "mark_run_open",
            "INSERT INTO open_run (day, run, action) VALUES (?, ?, ?) USING TIMESTAMP ?");
    markClosed =
        cql.prepare(
            "mark_run_closed", "DELETE FROM open_run USING TIMESTAMP ? WHERE day = ? AND run = ?");
    open = cql.prepare("open_runs", "SELECT * FROM open_run WHERE day = ? LIMIT ?");
  }

  void put(RunOrder order) {
    var action = order.id().action().value();
    var _ = putByAction.execute(action, order.createTime(), order.id().value());
    var _ =
        putByDay.execute(
            Days.of(order.createTime()), order.createTime(), order.id().value(), action);
  }

  void markOpen(int day, Run run) {
    var _ = markOpen.execute(day, run.id().value(), run.id().action().value(), order(run));
  }

  void markClosed(int day, Run run) {
    var _ = markClosed.execute(order(run), day, run.id().value());
  }

  List<OpenMark> open(int day, int limit) {
    return open.execute(day, limit).all().stream()
        .map(row -> new OpenMark(id(Columns.text(row, "action"), row), day))
        .toList();
  }

  /// Marks are written at the time of their run's version and not of a clock. So the end of one
  /// version, however late it lands, leaves the mark of a newer one alone.
  private static long order(Run run) {
    Instant first = run.order().createTime().plus(AFTER_CLOCKS);
    return ChronoUnit.MICROS.between(Instant.EPOCH, first) + run.version();
  }

  List<Position> ofAction(ActionId action, Instant before, UUID run, int limit) {
    return ofAction.execute(action.value(), before, run, limit).all().stream()
        .map(row -> position(action.value(), row))
        .toList();
  }

  /// Reads day by day, backwards from the day of the position, or from the last day there may be.
  List<Position> all(Instant before, UUID run, int lastDay, int limit) {
    var found = new ArrayList<Position>();
    int first = lastDay - DAYS_KEPT;
    int last = before.toEpochMilli() == Long.MAX_VALUE ? lastDay : Days.of(before);
    for (int day = last; day >= first && found.size() < limit; day--) {
      for (Row row : ofDay.execute(day, before, run, limit - found.size())) {
        found.add(position(Columns.text(row, "action"), row));
      }
    }
    return found;
  }

  private static Position position(String action, Row row) {
    return new Position(Columns.instant(row, "create_time"), id(action, row));
  }

  private static RunId id(String action, Row row) {
    return new RunId(new ActionId(action), Columns.uuid(row, "run"));
  }
}
