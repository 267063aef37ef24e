package io.aramaki.ticketing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.ticketing.domain.AlertReport;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import io.aramaki.ticketing.domain.LinkStore;
import io.aramaki.ticketing.domain.LinkStoreContract;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CassandraExtension.class)
class CassandraLinkStoreTest extends LinkStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final CqlSession session;
  private final CassandraLinkStore store;

  CassandraLinkStoreTest(CqlSession session) {
    this.session = session;
    var cql = new Cql(session);
    new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID).install(CassandraLinkStore.class);
    this.store = new CassandraLinkStore(cql, UUID::randomUUID);
  }

  @Override
  protected LinkStore store() {
    return store;
  }

  @Test
  void due_ofALinkThatWasNeverWritten_isPassedOver() {
    // Given
    session.execute(
        "INSERT INTO link_due (tracker, ticket_id, revision, next, dedupe_key, episode)"
            + " VALUES ('lost', 'x', 1, '2026-01-01', 'nobody', 1)");

    // When
    var due = store.due("lost", NOW.plusSeconds(1), 10);

    // Then
    assertThat(due).isEmpty();
  }

  @Test
  void wish_ofARevisionThatLostItsRace_isRemovedAndHarmless() {
    // Given
    var row = store.insert(link("races"));
    var rest = store.replace(row.idle(NOW)).orElseThrow();
    session.execute(
        "INSERT INTO link_due (tracker, ticket_id, revision, next, dedupe_key, episode)"
            + " VALUES ('races', '%s', %d, '2026-01-01', 'p', 1)"
                .formatted(row.key().ticketId(), rest.revision()));

    // When
    var due = store.due("races", NOW.plusSeconds(1), 10);

    // Then
    assertThat(due).isEmpty();
    assertThat(dues("races")).isZero();
  }

  @Test
  void wish_ofAWriteUnderWay_isKept() {
    // Given
    var row = store.insert(link("later"));
    var rest = store.replace(row.idle(NOW)).orElseThrow();
    session.execute(
        "INSERT INTO link_due (tracker, ticket_id, revision, next, dedupe_key, episode)"
            + " VALUES ('later', '%s', %d, '2026-01-01', 'p', 1)"
                .formatted(row.key().ticketId(), rest.revision() + 1));

    // When
    store.due("later", NOW.plusSeconds(1), 10);

    // Then
    assertThat(dues("later")).isEqualTo(1);
  }

  @Test
  void dues_ofALinkThatMovesOn_doNotPileUp() {
    // Given
    var link = store.insert(link("piles"));

    // When
    for (int i = 0; i < 20; i++) {
      link =
          store.replace(link.retry(link.state(), "again", NOW.plusSeconds(i), NOW)).orElseThrow();
    }

    // Then
    assertThat(dues("piles")).isEqualTo(1);
  }

  private int dues(String tracker) {
    return session
        .execute("SELECT * FROM link_due WHERE tracker = '%s'".formatted(tracker))
        .all()
        .size();
  }

  private static Link link(String tracker) {
    var report = new AlertReport("a", "s", 1, true, "critical", "x", Map.of(), NOW, "", "");
    return Link.open(new LinkKey(tracker, "p", 1), new Link.State.New(), report, NOW);
  }
}
