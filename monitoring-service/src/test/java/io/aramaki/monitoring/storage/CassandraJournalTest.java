package io.aramaki.monitoring.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Reading an hour of the journal, on a real Cassandra.
@ExtendWith(CassandraExtension.class)
final class CassandraJournalTest {
  private static final BatchKey BEGIN = new BatchKey(Long.MIN_VALUE, Long.MIN_VALUE);

  private final ChunkBed bed;

  CassandraJournalTest(CqlSession session) {
    bed = new ChunkBed(session);
    bed.agent = "orgs/o/agents/a" + UUID.randomUUID();
  }

  private List<BatchKey> keys(BatchKey after, int limit) {
    return bed.journal.read(bed.agent, ChunkBed.HOUR, after, limit).stream()
        .map(row -> row.head().key())
        .toList();
  }

  @Test
  void read_rowsOfSeveralBoots_allInOrderPageByPage() {
    // Given
    List<BatchKey> written =
        List.of(
            new BatchKey(Long.MIN_VALUE, 1),
            new BatchKey(-7, 1),
            new BatchKey(-7, 2),
            new BatchKey(0, 1),
            new BatchKey(3, 2),
            new BatchKey(Long.MAX_VALUE, 9));
    written.reversed().forEach(key -> bed.journal(key.boot(), key.seq(), 1, ChunkBed.BEGIN));

    // When
    var read = new ArrayList<BatchKey>();
    List<BatchKey> page = keys(BEGIN, 2);
    while (!page.isEmpty()) {
      read.addAll(page);
      page = keys(page.getLast(), 2);
    }

    // Then
    assertThat(read).isEqualTo(written);
    assertThat(keys(BEGIN, 100)).isEqualTo(written);
    assertThat(keys(new BatchKey(-7, 1), 100)).isEqualTo(written.subList(2, 6));
    assertThat(keys(new BatchKey(-7, Long.MAX_VALUE), 1)).isEqualTo(written.subList(3, 4));
  }

  @Test
  void read_anotherHour_nothing() {
    // Given
    bed.journal(1, 1, 1, ChunkBed.BEGIN);

    // When
    var rows = bed.journal.read(bed.agent, ChunkBed.HOUR + 1, BEGIN, 100);

    // Then
    assertThat(rows).isEmpty();
  }
}
