package io.aramaki.ticketing.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// The table of links with something to do.
final class LinkDues {
  /// The most rows that one look reads.
  private static final int READ_MAX = 10_000;

  /// A wish that a link be worked on; it holds if the link has this revision.
  record Due(LinkKey key, long revision, Instant next) {}

  private final CqlStatement insert;
  private final CqlStatement deleteUpTo;
  private final CqlStatement deleteOne;
  private final CqlStatement select;

  LinkDues(Cql cql) {
    insert =
        cql.prepare(
            "insert_link_due",
            "INSERT INTO link_due (tracker, ticket_id, revision, next, dedupe_key, episode) VALUES (?, ?, ?, ?, ?, ?)");
    deleteUpTo =
        cql.prepare(
            "delete_link_dues",
            "DELETE FROM link_due WHERE tracker = ? AND ticket_id = ? AND revision <= ?");
    deleteOne =
        cql.prepare(
            "delete_link_due",
            "DELETE FROM link_due WHERE tracker = ? AND ticket_id = ? AND revision = ? AND next = ?");
    select = cql.prepare("select_link_due", "SELECT * FROM link_due WHERE tracker = ? LIMIT ?");
  }

  /// Announces the link's next revision.
  void add(Link link) {
    var key = link.key();
    link.next()
        .ifPresent(next ->
            insert.execute(
                key.tracker(),
                key.ticketId(),
                link.revision(),
                next,
                key.dedupeKey(),
                key.episode()));
  }

  /// Removes what revisions up to this one wished.
  void removeUpTo(LinkKey key, long revision) {
    deleteUpTo.execute(key.tracker(), key.ticketId(), revision);
  }

  void remove(Due due) {
    deleteOne.execute(due.key().tracker(), due.key().ticketId(), due.revision(), due.next());
  }

  List<Due> all(String tracker) {
    return StreamSupport.stream(select.execute(tracker, READ_MAX).spliterator(), false)
        .map(LinkDues::due)
        .toList();
  }

  private static Due due(Row row) {
    return new Due(
        LinkRow.key(row), row.getLong("revision"), Objects.requireNonNull(row.getInstant("next")));
  }
}
