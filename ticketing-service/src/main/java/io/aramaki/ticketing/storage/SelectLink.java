package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import java.util.Optional;

/// Reads one link, with every conditional write decided.
final class SelectLink {
  private final CqlStatement statement;

  SelectLink(Cql cql) {
    statement =
        cql.prepareSerialRead(
            "select_link",
            "SELECT * FROM link WHERE tracker = ? AND dedupe_key = ? AND episode = ?");
  }

  Optional<Link> find(LinkKey key) {
    return statement.one(key.tracker(), key.dedupeKey(), key.episode()).map(LinkRow::map);
  }
}
