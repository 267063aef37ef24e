package io.aramaki.ticketing.storage;

import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.LwtResult;
import io.aramaki.ticketing.domain.Link;
import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// Inserts a link unless its key is taken. Whether it was ours is not asked: whoever reads
/// afterwards sees the link that won.
final class InsertLink {
  private final ConditionalStatement statement;

  InsertLink(Cql cql) {
    var columns = String.join(", ", LinkRow.COLUMNS);
    var marks = String.join(", ", Collections.nCopies(LinkRow.COLUMNS.size() + 4, "?"));
    statement =
        cql.prepareConditional(
            "insert_link",
            "INSERT INTO link (tracker, dedupe_key, episode, writer, %s) VALUES (%s) IF NOT EXISTS"
                .formatted(columns, marks));
  }

  void insert(Link link, String writer) {
    var values = new ArrayList<@Nullable Object>();
    values.add(link.key().tracker());
    values.add(link.key().dedupeKey());
    values.add(link.key().episode());
    values.add(writer);
    values.addAll(LinkRow.values(link));
    var _ = statement.execute(LwtResult.Applied::new, values.toArray());
  }
}
