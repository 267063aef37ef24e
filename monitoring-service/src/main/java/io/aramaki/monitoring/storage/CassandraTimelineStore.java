package io.aramaki.monitoring.storage;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import io.aramaki.monitoring.domain.timeline.TimelineStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The timeline table: a partition for each system and day, newest first.
public final class CassandraTimelineStore implements TimelineStore {
  /// How many rows are written side by side.
  private static final int WIDTH_MAX = 32;

  private final CqlStatement insert;
  private final CqlStatement selectNewest;
  private final CqlStatement selectAfter;

  public CassandraTimelineStore(Cql cql) {
    insert =
        cql.prepare(
            "insert_timeline",
            "INSERT INTO timeline (system, day, time, event_id, value) VALUES (?, ?, ?, ?, ?)");
    selectNewest =
        cql.prepare(
            "select_timeline",
            """
            SELECT time, event_id, value FROM timeline
            WHERE system = ? AND day = ? AND time >= ? AND time < ? LIMIT ?
            """);
    selectAfter =
        cql.prepare(
            "select_timeline_after",
            """
            SELECT time, event_id, value FROM timeline
            WHERE system = ? AND day = ? AND (time) >= (?) AND (time, event_id) < (?, ?) LIMIT ?
            """);
  }

  @Override
  public void append(List<TimelineEvent> events) {
    for (int from = 0; from < events.size(); from += WIDTH_MAX) {
      List<CompletionStage<AsyncResultSet>> writes = new ArrayList<>();
      for (TimelineEvent event : events.subList(from, Math.min(from + WIDTH_MAX, events.size()))) {
        writes.add(
            insert.executeAsync(
                event.system(),
                dayOf(event.time()),
                event.time().toEpochMilli(),
                event.eventId(),
                java.nio.ByteBuffer.wrap(write(event))));
      }
      writes.forEach(CassandraTimelineStore::await);
    }
  }

  @Override
  public List<TimelineEvent> list(
      String system, Instant from, Instant to, @Nullable Mark after, int limit) {
    var events = new ArrayList<TimelineEvent>();
    Instant newest = after == null ? to.minusMillis(1) : after.time();
    for (long day = dayOf(newest); day >= dayOf(from) && events.size() < limit; day--) {
      int left = limit - events.size();
      var rows =
          after == null
              ? selectNewest.execute(system, day, from.toEpochMilli(), to.toEpochMilli(), left)
              : selectAfter.execute(
                  system,
                  day,
                  from.toEpochMilli(),
                  after.time().toEpochMilli(),
                  after.eventId(),
                  left);
      rows.forEach(row -> events.add(read(system, row)));
    }
    return events;
  }

  private static long dayOf(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds());
  }

  private static void await(CompletionStage<AsyncResultSet> write) {
    try {
      write.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static byte[] write(TimelineEvent event) {
    return new RowOutput()
        .word(event.kind())
        .text(event.summary())
        .text(event.detail())
        .text(event.actor())
        .text(event.subject())
        .text(event.severity())
        .text(event.trace())
        .bytes();
  }

  private static TimelineEvent read(String system, Row row) {
    var in = new RowInput(CassandraJournal.bytes(row, "value"));
    TimelineEvent.Kind kind = in.word(TimelineEvent.Kind.class);
    return new TimelineEvent(
        Objects.requireNonNull(row.getString("event_id")),
        system,
        kind,
        Instant.ofEpochMilli(row.getLong("time")),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        in.text());
  }
}
