package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.timeline.Outbox;
import io.aramaki.inventory.domain.timeline.TimelineEntry;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Days;
import io.aramaki.inventory.storage.row.Stages;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Keeps entries for the timeline in the table `timeline_outbox` until monitoring has taken them.
public final class CassandraOutbox implements Outbox {
  private final Days days;
  private final CqlStatement select;
  private final CqlStatement put;
  private final CqlStatement remove;

  public CassandraOutbox(Cql cql, Clock clock) {
    days = new Days(clock);
    select =
        cql.prepare(
            "oldest_timeline_entries", "SELECT * FROM timeline_outbox WHERE day = ? LIMIT ?");
    put =
        cql.prepare(
            "put_timeline_entry",
            """
            INSERT INTO timeline_outbox (day, event_time, id, system, kind, summary, actor, \
            subject, severity, trace) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    remove =
        cql.prepare(
            "remove_timeline_entry",
            "DELETE FROM timeline_outbox WHERE day = ? AND event_time = ? AND id = ?");
  }

  @Override
  public void put(TimelineEntry entry) {
    var _ =
        put.execute(
            days.today(),
            entry.time(),
            entry.id(),
            entry.system().value(),
            entry.kind().name(),
            entry.summary(),
            entry.actor(),
            entry.subject(),
            entry.severity(),
            entry.trace());
  }

  @Override
  public List<Waiting> oldest(int limit) {
    var waiting = new ArrayList<Waiting>();
    Set<Integer> filled = new HashSet<>();
    for (int day : days.open()) {
      if (waiting.size() < limit) {
        for (Row row : select.execute(day, limit - waiting.size())) {
          waiting.add(new Waiting(day, entry(row)));
          filled.add(day);
        }
      } else {
        filled.add(day);
      }
    }
    days.forget(day -> !filled.contains(day));
    return waiting;
  }

  @Override
  public void remove(List<Waiting> entries) {
    Stages.await(
        entries.stream()
            .map(waiting ->
                remove.executeAsync(waiting.day(), waiting.entry().time(), waiting.entry().id()))
            .toList());
  }

  private static TimelineEntry entry(Row row) {
    return new TimelineEntry(
        Columns.text(row, "id"),
        new SystemId(Columns.text(row, "system")),
        TimelineEntry.Kind.valueOf(Columns.text(row, "kind")),
        Columns.instant(row, "event_time"),
        Columns.text(row, "summary"),
        Columns.text(row, "actor"),
        Columns.text(row, "subject"),
        Columns.text(row, "severity"),
        Columns.text(row, "trace"));
  }
}
