package io.aramaki.ticketing.storage;

import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.ticketing.domain.LinkKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// A row of a listing: it says where a link is looked for, and the link says whether it is so.
///
/// @param create when the link was made, if the row is not one too many
/// @param revision of the link that wanted the row; 0 in listings that no revision leaves
record Listed(Instant create, String ticketId, LinkKey key, long revision) {
  static List<Listed> all(ResultSet rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(Listed::map).toList();
  }

  private static Listed map(Row row) {
    return new Listed(
        Objects.requireNonNull(row.getInstant("create_time")),
        Objects.requireNonNull(row.getString("ticket_id")),
        LinkRow.key(row),
        row.getColumnDefinitions().contains("revision") ? row.getLong("revision") : 0);
  }
}
