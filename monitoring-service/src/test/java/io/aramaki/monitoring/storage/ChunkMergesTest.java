package io.aramaki.monitoring.storage;

import static io.aramaki.monitoring.storage.ChunkBed.BEGIN;
import static io.aramaki.monitoring.storage.ChunkBed.HOUR;
import static io.aramaki.monitoring.storage.ChunkBed.SERIES;
import static io.aramaki.monitoring.storage.ChunkBed.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkRow;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What comes into an hour after it was built, on a real Cassandra.
@ExtendWith(CassandraExtension.class)
final class ChunkMergesTest {
  private static final ChunkBuilder.Settled SETTLED = (_, _) -> true;

  private final CqlSession session;
  private final ChunkBed bed;
  private final Random builds = new Random(11);

  ChunkMergesTest(CqlSession session) {
    this.session = session;
    bed = new ChunkBed(session);
  }

  @BeforeEach
  void newAgent() {
    bed.agent = "orgs/o/agents/a" + UUID.randomUUID();
    session.execute("TRUNCATE reporter");
    session.execute("TRUNCATE open_hour");
    bed.reporters.add(ChunkBed.SYSTEM, bed.agent);
  }

  private ChunkBuilder builder() {
    return bed.builder(bed.journal, ChunkBed.keepAll(30, 60, 0), builds::nextLong);
  }

  /// The chunks of the bed, where something happens before pages of some sets are read.
  private ChunkStore meddled(Runnable beforePagesAreRead) {
    return (ChunkStore)
        Proxy.newProxyInstance(
            ChunkStore.class.getClassLoader(),
            new Class<?>[] {ChunkStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("read") && arguments.length == 4) {
                beforePagesAreRead.run();
              }
              try {
                return method.invoke(bed.chunks, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /// A late batch with more and more series, so that what is built has other sets.
  private final class Merging implements Runnable {
    private final ChunkBuilder builder = builder();
    private final int most;
    private int done;

    Merging(int most) {
      this.most = most;
    }

    @Override
    public void run() {
      if (done < most) {
        done++;
        bed.journal(100L + done, 1, SERIES + done, BEGIN.plusSeconds(3_000));
        builder.build(bed.agent, HOUR, SETTLED);
      }
    }
  }

  @Test
  void read_hourIsMergedIntoOtherSetsMeanwhile_nothingIsMissing() {
    // Given
    bed.hour();
    builder().build(bed.agent, HOUR, SETTLED);
    var before = bed.read();
    var merging = new Merging(1);

    // When
    var found = bed.read(meddled(merging));

    // Then
    assertThat(merging.done).isEqualTo(1);
    assertThat(found.keySet()).containsAll(before.keySet());
    before.forEach((key, samples) -> assertThat(found.get(key)).containsAll(samples));
  }

  @Test
  void read_hourIsMergedAgainAndAgain_saysSo() {
    // Given
    bed.hour();
    builder().build(bed.agent, HOUR, SETTLED);
    var chunks = meddled(new Merging(Integer.MAX_VALUE));

    // When, then
    assertThatThrownBy(() -> bed.read(chunks))
        .isInstanceOf(NotReady.class)
        .hasMessage("chunks of " + bed.agent + " were built while they were read; try again");
  }

  @Test
  void build_anotherInstanceBuiltTheHour_mergedOnceThatIsKnown() {
    // Given: a builder that has seen the day without pages in this hour
    var mine = builder();
    bed.journal(7, 1, ChunkBed.content(1, SERIES, BEGIN.plusSeconds(3_600)), HOUR + 1);
    mine.build(bed.agent, HOUR + 1, SETTLED);
    bed.hour();
    builder().build(bed.agent, HOUR, SETTLED);
    bed.journal(6, 1, SERIES, BEGIN.plusSeconds(3_000));
    var before = bed.read();

    // When
    mine.build(bed.agent, HOUR, SETTLED);

    // Then
    assertThat(bed.read()).isEqualTo(before);

    // When
    mine.ownersChanged();
    bed.journal(6, 2, SERIES, BEGIN.plusSeconds(3_000));
    mine.build(bed.agent, HOUR, SETTLED);

    // Then
    assertThat(bed.read()).isEqualTo(before);
    assertThat(bed.pages().stream().map(ChunkRow::key).map(ChunkRow.PageKey::set))
        .doesNotHaveDuplicates();
  }

  @Test
  void build_manySmallBatches_allLeaveTheJournal() {
    // Given: more than one read of the journal brings
    int batches = 50;
    for (int seq = 1; seq <= batches; seq++) {
      bed.journal(5, seq, 3, BEGIN.plusSeconds(10L * STEPS * (seq - 1) - 3_600));
    }
    var before = bed.read();

    // When
    var built = builder().build(bed.agent, HOUR, SETTLED);

    // Then
    assertThat(built.orElseThrow().batches()).isEqualTo(batches);
    assertThat(bed.journalRows()).isZero();
    assertThat(bed.read()).isEqualTo(before);
  }

  @Test
  @Timeout(60)
  void build_largeHoursFail_laterOnesGetTheirTurn() {
    // Given
    for (int seq = 1; seq <= 36; seq++) {
      bed.journal(5, seq, SERIES, BEGIN.plusSeconds(100L * (seq - 1)));
    }
    var builder = builder();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              builder.build(
                  bed.agent,
                  HOUR,
                  (_, _) -> {
                    throw new IllegalStateException("fails");
                  }))
          .hasMessage("fails");
    }

    // When
    var built = builder.build(bed.agent, HOUR, SETTLED);

    // Then
    assertThat(built.orElseThrow().samples()).isGreaterThan(ChunkBuilder.SMALL_SAMPLES_MAX);
  }
}
