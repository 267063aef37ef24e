package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.LwtResult;
import io.aramaki.ticketing.domain.Link;
import java.util.ArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Replaces a link if it has the revision before. A refusal is read back, too: Cassandra reports
/// one for a transaction of our own that it finished on its second try.
final class UpdateLink {
  private final ConditionalStatement statement;

  UpdateLink(Cql cql) {
    var sets =
        LinkRow.COLUMNS.stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
    statement =
        cql.prepareConditional(
            "update_link",
            "UPDATE link SET writer = ?, %s WHERE tracker = ? AND dedupe_key = ? AND episode = ? IF revision = ?"
                .formatted(sets));
  }

  /// @param standing reads who made the revision that is there
  boolean update(Link link, long before, String writer, Supplier<String> standing) {
    var values = new ArrayList<@Nullable Object>();
    values.add(writer);
    values.addAll(LinkRow.values(link));
    values.add(link.key().tracker());
    values.add(link.key().dedupeKey());
    values.add(link.key().episode());
    values.add(before);
    Supplier<LwtResult> readBack =
        () -> standing.get().equals(writer) ? new LwtResult.Applied() : new LwtResult.Refused(null);
    return statement.execute(readBack, values.toArray()).applied() || readBack.get().applied();
  }
}
