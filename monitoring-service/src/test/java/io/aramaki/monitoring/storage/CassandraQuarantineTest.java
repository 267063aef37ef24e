package io.aramaki.monitoring.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.quarantine.QuarantineEntry;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The quarantine on a real Cassandra: what an agent can fill is bounded.
@ExtendWith(CassandraExtension.class)
final class CassandraQuarantineTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final int ENTRIES_PER_HOUR_MAX = 1_000;

  private final CqlSession session;
  private final CassandraQuarantine quarantine;

  CassandraQuarantineTest(CqlSession session) {
    this.session = session;
    var cql = new Cql(session);
    new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID).install(CassandraJournal.class);
    quarantine = new CassandraQuarantine(cql);
  }

  @BeforeEach
  void empty() {
    session.execute("TRUNCATE quarantine");
  }

  private void put(String agent, long seq, Instant time, int bytes) {
    quarantine.put(
        new QuarantineEntry(
            agent,
            new BatchKey(1, seq),
            "",
            "UNDECODABLE",
            "it is none",
            ByteBuffer.allocate(3),
            ByteBuffer.allocate(bytes),
            time));
  }

  private long kept(String agent) {
    return Objects.requireNonNull(
            session
                .execute(
                    "SELECT count(*) FROM quarantine WHERE agent = ? AND day = ?",
                    agent,
                    NOON.getEpochSecond() / 86_400)
                .one())
        .getLong(0);
  }

  @Test
  void agent_thatFillsIt_isCutOffForTheRestOfTheHour_othersAreNot() {
    // Given
    for (int seq = 1; seq <= ENTRIES_PER_HOUR_MAX; seq++) {
      put("loud", seq, NOON, 1);
    }

    // When
    put("loud", 5_000, NOON.plusSeconds(3_599), 1);
    put("quiet", 1, NOON.plusSeconds(3_599), 1);

    // Then
    assertThat(kept("loud")).isEqualTo(ENTRIES_PER_HOUR_MAX);
    assertThat(kept("quiet")).isEqualTo(1);

    // When
    put("loud", 5_001, NOON.plusSeconds(3_600), 1);

    // Then
    assertThat(kept("loud")).isEqualTo(ENTRIES_PER_HOUR_MAX + 1);
  }

  @Test
  void content_thatIsTooLong_isCut() {
    // When
    put("long", 1, NOON, (1 << 20) + 1);

    // Then
    var row =
        Objects.requireNonNull(
            session
                .execute("SELECT content FROM quarantine WHERE agent = 'long' ALLOW FILTERING")
                .one());
    assertThat(Objects.requireNonNull(row.getByteBuffer("content")).remaining()).isEqualTo(1 << 20);
  }
}
