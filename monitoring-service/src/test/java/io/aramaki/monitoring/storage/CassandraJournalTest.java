package io.aramaki.monitoring.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.grpc.content.BatchHeads;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Reading and writing an hour of the journal, on a real Cassandra.
@ExtendWith(CassandraExtension.class)
final class CassandraJournalTest {
  private static final BatchKey BEGIN = new BatchKey(Long.MIN_VALUE, Long.MIN_VALUE);

  private final CqlSession session;
  private final ChunkBed bed;

  CassandraJournalTest(CqlSession session) {
    this.session = session;
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

  /// Of the spans of rows that are written: how many were open at once.
  private static final class AtOnce implements SpanProcessor {
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      now.decrementAndGet();
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  @Test
  void append_manyAtOnce_waitForEachOther_andAllAreThere() throws Exception {
    // Given
    int rows = 1_000;
    byte[] content = ChunkBed.content(1, 1, ChunkBed.BEGIN);
    var atOnce = new AtOnce();
    var tracers = SdkTracerProvider.builder().addSpanProcessor(atOnce).build();
    var telemetry = OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
    var journal = new CassandraJournal(new Cql(session, telemetry), new BatchHeads());

    // When
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seq = 1; seq <= rows; seq++) {
        JournalRow next = bed.row(2, 1, seq, content, ChunkBed.HOUR);
        threads.execute(() -> journal.append(next));
      }
    }

    // Then
    assertThat(keys(BEGIN, rows + 1)).hasSize(rows);
    assertThat(atOnce.most).hasValueBetween(2, 64);
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
