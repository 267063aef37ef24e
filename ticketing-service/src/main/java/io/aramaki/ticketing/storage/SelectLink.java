package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import java.util.Objects;
import java.util.Optional;

/// Reads links, with every conditional write decided.
final class SelectLink {
  private final CqlStatement one;
  private final CqlStatement plain;
  private final CqlStatement before;
  private final CqlStatement after;

  SelectLink(Cql cql) {
    var text = "SELECT * FROM link WHERE tracker = ? AND dedupe_key = ? AND episode = ?";
    one = cql.prepareSerialRead("select_link", text);
    plain = cql.prepare("read_link", text);
    before =
        cql.prepareSerialRead(
            "select_link_before",
            "SELECT * FROM link WHERE tracker = ? AND dedupe_key = ? AND episode < ?"
                + " ORDER BY episode DESC LIMIT 1");
    after =
        cql.prepareSerialRead(
            "select_link_after",
            "SELECT * FROM link WHERE tracker = ? AND dedupe_key = ? AND episode > ?"
                + " ORDER BY episode ASC LIMIT 1");
  }

  Optional<Link> find(LinkKey key) {
    return one.one(key.tracker(), key.dedupeKey(), key.episode()).map(LinkRow::map);
  }

  /// For listings: a write under way may be missing.
  Optional<Link> read(LinkKey key) {
    return plain.one(key.tracker(), key.dedupeKey(), key.episode()).map(LinkRow::map);
  }

  Optional<Link> before(LinkKey key) {
    return before.one(key.tracker(), key.dedupeKey(), key.episode()).map(LinkRow::map);
  }

  Optional<Link> after(LinkKey key) {
    return after.one(key.tracker(), key.dedupeKey(), key.episode()).map(LinkRow::map);
  }

  /// Who made the revision that is there.
  String writer(LinkKey key) {
    return one.one(key.tracker(), key.dedupeKey(), key.episode())
        .map(row -> Objects.requireNonNullElse(row.getString("writer"), ""))
        .orElse("");
  }
}
