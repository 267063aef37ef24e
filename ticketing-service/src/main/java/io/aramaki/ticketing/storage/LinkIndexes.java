package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tables that lead to links and that no link leaves: by ticket id, by age and by system. All
/// tickets of an organisation share one partition of the listing by age: a ticket is a matter for a
/// person, so there are thousands, not millions.
final class LinkIndexes {
  private static final int BUCKET = 0;

  private final CqlStatement insertTicket;
  private final CqlStatement selectTicket;
  private final CqlStatement insertAge;
  private final CqlStatement selectNewest;
  private final CqlStatement selectOlder;
  private final CqlStatement insertSystem;
  private final CqlStatement selectNewestOf;
  private final CqlStatement selectOlderOf;

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
    insertSystem =
        cql.prepare(
            "insert_link_by_system",
            "INSERT INTO link_by_system (system, create_time, ticket_id, tracker, dedupe_key, episode)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    selectNewestOf =
        cql.prepare(
            "select_link_of_system_newest",
            "SELECT * FROM link_by_system WHERE system = ? LIMIT ?");
    selectOlderOf =
        cql.prepare(
            "select_link_of_system_older",
            "SELECT * FROM link_by_system WHERE system = ? AND (create_time, ticket_id) < (?, ?) LIMIT ?");
  }

  void add(Link link) {
    var key = link.key();
    insertTicket.execute(key.ticketId(), key.tracker(), key.dedupeKey(), key.episode());
    insertAge.execute(
        BUCKET, link.create(), key.ticketId(), key.tracker(), key.dedupeKey(), key.episode());
    insertSystem.execute(
        link.report().system(),
        link.create(),
        key.ticketId(),
        key.tracker(),
        key.dedupeKey(),
        key.episode());
  }

  Optional<LinkKey> find(String ticketId) {
    return selectTicket.one(ticketId).map(LinkRow::key);
  }

  List<Listed> newest(int limit) {
    return Listed.all(selectNewest.execute(BUCKET, limit));
  }

  /// Those after a place in the listing.
  List<Listed> after(Instant create, String ticketId, int limit) {
    return Listed.all(selectOlder.execute(BUCKET, create, ticketId, limit));
  }

  List<Listed> newestOf(String system, int limit) {
    return Listed.all(selectNewestOf.execute(system, limit));
  }

  /// Those of a system after a place in the listing.
  List<Listed> afterOf(String system, Instant create, String ticketId, int limit) {
    return Listed.all(selectOlderOf.execute(system, create, ticketId, limit));
  }
}
