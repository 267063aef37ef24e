package io.aramaki.ticketing.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The tables that lead to links: by ticket id and by age. All tickets of an organisation share one
/// partition of the listing: a ticket is a matter for a person, so there are thousands, not
/// millions.
final class LinkIndexes {
  private static final int BUCKET = 0;

  /// A place in the listing by age.
  ///
  /// @param create when the link was made, if the row is not one too many
  record Aged(Instant create, String ticketId, LinkKey key) {}

  private final CqlStatement insertTicket;
  private final CqlStatement selectTicket;
  private final CqlStatement insertAge;
  private final CqlStatement selectNewest;
  private final CqlStatement selectOlder;

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
            "SELECT * FROM link_by_age WHERE bucket = ? AND (create_time, ticket_id) < (?, ?) LIMIT ?");
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

  List<Aged> newest(int limit) {
    return StreamSupport.stream(selectNewest.execute(BUCKET, limit).spliterator(), false)
        .map(LinkIndexes::aged)
        .toList();
  }

  /// Those after a place in the listing.
  List<Aged> after(Instant create, String ticketId, int limit) {
    return StreamSupport.stream(
            selectOlder.execute(BUCKET, create, ticketId, limit).spliterator(), false)
        .map(LinkIndexes::aged)
        .toList();
  }

  private static Aged aged(Row row) {
    return new Aged(
        Objects.requireNonNull(row.getInstant("create_time")),
        Objects.requireNonNull(row.getString("ticket_id")),
        LinkRow.key(row));
  }
}
