package io.aramaki.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.v1.Batch;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.HostData;
import io.aramaki.bench.wire.HostBatches;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.monitoring.v1.BatchHeader;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class BulkOfferTest {
  private static final long START_MS = 1_700_002_800_000L;
  private static final int SERIES = 10;

  private final DataPlan plan = new DataPlan(DataSet.RECIPE, 1, 1, SERIES, START_MS);
  private final HostData data = plan.host(0);
  private final HostBatches batches = new HostBatches(plan, 0, "orgs/-/systems/web");
  private final Outgoing outgoing = new Outgoing(7, BootFile.NONE, Clock.systemUTC());

  private Batch offer(HostBlock block) {
    data.next(block);
    outgoing.offer(batches.content(block));
    return outgoing.next(100, 0).orElseThrow();
  }

  private static BatchContent content(Batch batch) {
    return BatchContent.open(batch.getContent().toByteArray());
  }

  @Test
  void offer_beforeAnAnswer_namesItsOwnSeries() {
    // Given
    var block = new HostBlock(SERIES, 20);
    offer(block);

    // When
    BatchContent second = content(offer(block));

    // Then
    assertThat(second.dictionary()).isZero();
    assertThat(second.own()).hasSize(SERIES);
  }

  @Test
  void offer_afterTheAnswer_refersToTheFirst() {
    // Given
    var block = new HostBlock(SERIES, 20);
    offer(block);
    outgoing.acknowledged(new BatchKey(7, 1));

    // When
    BatchContent second = content(offer(block));

    // Then
    assertThat(second.dictionary()).isEqualTo(1);
    assertThat(second.own()).isEmpty();
  }

  @Test
  void offer_inTheNextHour_namesAllAgain() throws Exception {
    // Given
    var hour = new HostBlock(SERIES, 360);
    long first = BatchHeader.parseFrom(offer(hour).getHeader()).getHour();
    outgoing.acknowledged(new BatchKey(7, 1));

    // When
    Batch next = offer(hour);

    // Then
    assertThat(BatchHeader.parseFrom(next.getHeader()).getHour()).isEqualTo(first + 1);
    assertThat(content(next).own()).hasSize(SERIES);
  }

  @Test
  void offer_header_saysHourAndCount() throws Exception {
    // When
    BatchHeader header = BatchHeader.parseFrom(offer(new HostBlock(SERIES, 20)).getHeader());

    // Then
    assertThat(header.getHour()).isEqualTo(START_MS / 3_600_000);
    assertThat(header.getSampleCount()).isEqualTo(SERIES * 20);
    assertThat(header.getFormat()).isEqualTo(BatchContent.FORMAT);
  }

  @Test
  void offer_content_isReadBackEqual() {
    // Given
    var block = new HostBlock(SERIES, 20);

    // When
    BatchContent content = content(offer(block));

    // Then
    var seen = new int[1];
    content.samples(
        0,
        (series, times, values, first, count) -> {
          for (int i = 0; i < count; i++) {
            assertThat(times[i]).isEqualTo(block.times()[i]);
            assertThat(values[first + i]).isEqualTo(block.values(series)[i]);
          }
          seen[0] += count;
        });
    assertThat(seen[0]).isEqualTo(SERIES * 20);
  }
}
