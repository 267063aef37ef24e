package io.aramaki.ticketing.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The tables that lead to links: by ticket id, by age, and those with something to do. All tickets
/// of an organisation share one partition of each listing: a ticket is a matter for a person, so
/// there are thousands, not millions.
final class LinkIndexes {
  private static final int BUCKET = 0;

  /// The most links with something to do that one look reads.
  private static final int DUE_READ_MAX = 10_000;

  private final CqlStatement insertTicket;
  private final CqlStatement selectTicket;
  private final CqlStatement insertAge;
  private final CqlStatement selectNewest;
  private final CqlStatement selectOlder;
  private final CqlStatement insertDue;
  private final CqlStatement deleteDue;
  private final CqlStatement selectDue;

  LinkIndexes(Cql cql) {
    insertTicket =
        cql.prepare(
            "insert_link_by_ticket",
            "INSERT INTO link_by_ticket (ticket_id, tracker, dedupe_key, episode) VALUES (?, ?, ?, ?)");
    selectTicket =
        cql.prepare("select_link_by_ticket", "SELECT * FROM link_by_ticket WHERE ticket_id = ?");
    insertAge =
        cql.prepare(
            "insert_link_by_age",
            "INSERT INTO link_by_age (bucket, create_time, ticket_id, tracker, dedupe_key, episode)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    selectNewest =
        cql.prepare("select_link_newest", "SELECT * FROM link_by_age WHERE bucket = ? LIMIT ?");
    selectOlder =
        cql.prepare(
            "select_link_older",
            "SELECT * FROM link_by_age WHERE bucket = ? AND create_time <= ? LIMIT ?");
    insertDue =
        cql.prepare(
            "insert_link_due",
            "INSERT INTO link_due (bucket, ticket_id, tracker, dedupe_key, episode, next) VALUES (?, ?, ?, ?, ?, ?)"
                + " USING TIMESTAMP ?");
    deleteDue =
        cql.prepare(
            "delete_link_due",
            "DELETE FROM link_due USING TIMESTAMP ? WHERE bucket = ? AND ticket_id = ?");
    selectDue = cql.prepare("select_link_due", "SELECT * FROM link_due WHERE bucket = ? LIMIT ?");
  }

  void add(Link link) {
    var key = link.key();
    insertTicket.execute(key.ticketId(), key.tracker(), key.dedupeKey(), key.episode());
    insertAge.execute(
        BUCKET, link.create(), key.ticketId(), key.tracker(), key.dedupeKey(), key.episode());
  }

  Optional<LinkKey> find(String ticketId) {
    return selectTicket.one(ticketId).map(LinkRow::key);
  }

  void due(LinkKey key, Instant next, long writeMicros) {
    insertDue.execute(
        BUCKET, key.ticketId(), key.tracker(), key.dedupeKey(), key.episode(), next, writeMicros);
  }

  /// Removes the row unless it was written after this time, which is taken before the link is
  /// changed: so a later wish survives.
  void notDue(LinkKey key, long writeMicros) {
    deleteDue.execute(writeMicros, BUCKET, key.ticketId());
  }

  List<LinkKey> due(Instant now, int limit) {
    return StreamSupport.stream(selectDue.execute(BUCKET, DUE_READ_MAX).spliterator(), false)
        .filter(row -> !next(row).isAfter(now))
        .sorted(Comparator.comparing(LinkIndexes::next))
        .limit(limit)
        .map(LinkRow::key)
        .toList();
  }

  List<LinkKey> newest(int limit) {
    return StreamSupport.stream(selectNewest.execute(BUCKET, limit).spliterator(), false)
        .map(LinkRow::key)
        .toList();
  }

  /// Those after a ticket in the listing by age.
  List<LinkKey> after(String ticketId, Instant created, int limit) {
    return StreamSupport.stream(
            selectOlder.execute(BUCKET, created, limit + 100).spliterator(), false)
        .filter(row ->
            created(row).isBefore(created)
                || Objects.requireNonNull(row.getString("ticket_id")).compareTo(ticketId) > 0)
        .limit(limit)
        .map(LinkRow::key)
        .toList();
  }

  private static Instant next(Row row) {
    return Objects.requireNonNull(row.getInstant("next"));
  }

  private static Instant created(Row row) {
    return Objects.requireNonNull(row.getInstant("create_time"));
  }
}
