package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import java.time.Instant;
import java.util.List;

/// Lists open tickets, the newest first. All share one partition: an open ticket is a matter for a
/// person, so there are hundreds, not millions.
final class OpenLinks {
  private static final int BUCKET = 0;

  private final CqlStatement selectNewest;
  private final CqlStatement selectOlder;
  private final CqlStatement insert;
  private final CqlStatement deleteUpTo;

  OpenLinks(Cql cql) {
    selectNewest =
        cql.prepare("select_open_newest", "SELECT * FROM link_open WHERE bucket = ? LIMIT ?");
    selectOlder =
        cql.prepare(
            "select_open_older",
            "SELECT * FROM link_open WHERE bucket = ? AND (create_time, ticket_id) < (?, ?) LIMIT ?");
    insert =
        cql.prepare(
            "insert_open",
            "INSERT INTO link_open (bucket, create_time, ticket_id, revision, tracker, dedupe_key, episode)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    deleteUpTo =
        cql.prepare(
            "delete_open",
            "DELETE FROM link_open WHERE bucket = ? AND create_time = ? AND ticket_id = ? AND revision <= ?");
  }

  List<Listed> newest(int limit) {
    return Listed.all(selectNewest.execute(BUCKET, limit));
  }

  /// Those after a place in the listing.
  List<Listed> after(Instant create, String ticketId, int limit) {
    return Listed.all(selectOlder.execute(BUCKET, create, ticketId, limit));
  }

  /// Announces a revision of a link, if it is open.
  void add(Link link) {
    var key = link.key();
    if (link.state().open()) {
      insert.execute(
          BUCKET,
          link.create(),
          key.ticketId(),
          link.revision(),
          key.tracker(),
          key.dedupeKey(),
          key.episode());
    }
  }

  /// Removes what revisions of a link up to this one announced.
  void removeUpTo(Link link, long revision) {
    deleteUpTo.execute(BUCKET, link.create(), link.key().ticketId(), revision);
  }

  /// Removes a row that is one too many.
  void remove(Listed row) {
    deleteUpTo.execute(BUCKET, row.create(), row.ticketId(), row.revision());
  }
}
