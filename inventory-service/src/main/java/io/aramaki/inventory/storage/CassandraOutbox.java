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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps entries for the timeline in the table `timeline_outbox` until monitoring has taken them.
public final class CassandraOutbox implements Outbox {
  /// Another instance puts an entry so long after its time at most; one that is later yet waits for
  /// the next look from the begin of the day. Of what this instance puts it is known.
  private static final Duration LATE = Duration.ofMinutes(2);

  /// After which a day is looked through from its begin. Between, reading begins where entries were
  /// last: the deleted ones before are skipped one by one, and there may be tens of thousands.
  private static final Duration WHOLE = Duration.ofMinutes(5);

  private final Days days;
  private final Clock clock;
  private final Map<Integer, Instant> begins = new ConcurrentHashMap<>();
  private volatile Instant wholeAt = Instant.MIN;
  private final CqlStatement select;
  private final CqlStatement put;
  private final CqlStatement remove;

  public CassandraOutbox(Cql cql, Clock clock) {
    days = new Days(clock);
    this.clock = clock;
    select =
        cql.prepare(
            "oldest_timeline_entries",
            "SELECT * FROM timeline_outbox WHERE day = ? AND event_time >= ? LIMIT ?");
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
    int today = days.today();
    var _ =
        put.execute(
            today,
            entry.time(),
            entry.id(),
            entry.system().value(),
            entry.kind().name(),
            entry.summary(),
            entry.actor(),
            entry.subject(),
            entry.severity(),
            entry.trace());
    begins.computeIfPresent(
        today, (_, begin) -> entry.time().isBefore(begin) ? entry.time() : begin);
  }

  @Override
  public List<Waiting> oldest(int limit) {
    Instant now = clock.instant();
    if (!now.isBefore(wholeAt)) {
      wholeAt = now.plus(WHOLE);
      begins.clear();
    }
    var waiting = new ArrayList<Waiting>();
    Set<Integer> filled = new HashSet<>();
    for (int day : days.open()) {
      if (waiting.size() < limit) {
        Instant begin = begins.getOrDefault(day, Instant.EPOCH);
        int before = waiting.size();
        for (Row row : select.execute(day, begin, limit - before)) {
          waiting.add(new Waiting(day, entry(row)));
          filled.add(day);
        }
        Instant late = now.minus(LATE);
        boolean old = waiting.size() > before && waiting.get(before).entry().time().isBefore(late);
        begins.put(day, old ? waiting.get(before).entry().time() : late);
      } else {
        filled.add(day);
      }
    }
    days.forget(day -> !filled.contains(day));
    begins.keySet().retainAll(days.open());
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
