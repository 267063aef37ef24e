package io.aramaki.ticketing.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import java.util.List;
import java.util.stream.StreamSupport;

/// The table of links of which a timeline has something to hear. All share one partition, since it
/// is empty but for moments.
final class LinkUntold {
  private static final int BUCKET = 0;

  /// Says where to look; the link says whether it is so.
  record Hint(LinkKey key, long revision) {}

  private final CqlStatement insert;
  private final CqlStatement select;
  private final CqlStatement deleteUpTo;

  LinkUntold(Cql cql) {
    insert =
        cql.prepare(
            "insert_link_untold",
            "INSERT INTO link_untold (bucket, ticket_id, revision, tracker, dedupe_key, episode) VALUES (?, ?, ?, ?, ?, ?)");
    select =
        cql.prepare(
            "select_link_untold",
            "SELECT * FROM link_untold WHERE bucket = ? AND ticket_id > ? LIMIT ?");
    deleteUpTo =
        cql.prepare(
            "delete_link_untold",
            "DELETE FROM link_untold WHERE bucket = ? AND ticket_id = ? AND revision <= ?");
  }

  /// Announces the link's next revision.
  void add(Link link) {
    var key = link.key();
    if (!link.untold().isEmpty()) {
      insert.execute(
          BUCKET, key.ticketId(), link.revision(), key.tracker(), key.dedupeKey(), key.episode());
    }
  }

  /// Those after a ticket, by ticket and revision.
  List<Hint> after(String ticketId, int limit) {
    return StreamSupport.stream(select.execute(BUCKET, ticketId, limit).spliterator(), false)
        .map(LinkUntold::hint)
        .toList();
  }

  /// Removes what revisions up to this one announced.
  void removeUpTo(LinkKey key, long revision) {
    deleteUpTo.execute(BUCKET, key.ticketId(), revision);
  }

  private static Hint hint(Row row) {
    return new Hint(LinkRow.key(row), row.getLong("revision"));
  }
}
