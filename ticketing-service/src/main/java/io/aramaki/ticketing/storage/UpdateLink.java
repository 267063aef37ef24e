package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.LwtResult;
import io.aramaki.ticketing.domain.Link;
import java.util.ArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Replaces a link if it has the revision before.
final class UpdateLink {
  private final ConditionalStatement statement;

  UpdateLink(Cql cql) {
    var sets =
        LinkRow.COLUMNS.stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
    statement =
        cql.prepareConditional(
            "update_link",
            "UPDATE link SET %s WHERE tracker = ? AND dedupe_key = ? AND episode = ? IF revision = ?"
                .formatted(sets));
  }

  boolean update(Link link, long before, Supplier<LwtResult> readBack) {
    var values = new ArrayList<@Nullable Object>(LinkRow.values(link));
    values.add(link.key().tracker());
    values.add(link.key().dedupeKey());
    values.add(link.key().episode());
    values.add(before);
    return statement.execute(readBack, values.toArray()).applied();
  }
}
