package io.aramaki.monitoring.storage;

import static io.aramaki.monitoring.storage.ChunkBed.BEGIN;
import static io.aramaki.monitoring.storage.ChunkBed.HOUR;
import static io.aramaki.monitoring.storage.ChunkBed.SERIES;
import static io.aramaki.monitoring.storage.ChunkBed.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.MonitoringException.NotReady;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkRounds;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import io.aramaki.monitoring.domain.retention.MetricClass;
import io.aramaki.monitoring.domain.retention.Retention;
import io.aramaki.monitoring.domain.shard.Shards;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
  private ChunkStore meddled(Runnable before) {
    return meddled("read", before);
  }

  /// @param name of a method that has four arguments
  private ChunkStore meddled(String name, Runnable before) {
    return (ChunkStore)
        Proxy.newProxyInstance(
            ChunkStore.class.getClassLoader(),
            new Class<?>[] {ChunkStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals(name) && arguments.length == 4) {
                before.run();
              }
              try {
                return method.invoke(bed.chunks, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /// A late batch, and chunks whose pages are divided otherwise than those before, so that the
  /// series that is read first is in another set.
  private final class Merging implements Runnable {
    private final int most;
    private int done;

    Merging(int most) {
      this.most = most;
    }

    @Override
    public void run() {
      if (done < most) {
        done++;
        var apart =
            new MetricClass("apart", "metric_[0" + done % 2 + "].*", ChunkBed.keep(9, 0, 0));
        var retention = new Retention(ChunkBed.keep(30, 60, 0), List.of(apart));
        bed.journal(100L + done, 1, SERIES, BEGIN.plusSeconds(3_000));
        bed.builder(bed.journal, retention, builds::nextLong).build(bed.agent, HOUR, SETTLED);
      }
    }
  }

  @Test
  void read_hourIsMergedIntoOtherSetsMeanwhile_nothingIsMissing() {
    // Given
    bed.hour();
    builder().build(bed.agent, HOUR, SETTLED);
    var before = bed.read();
    var sets = sets();
    var merging = new Merging(1);

    // When
    var found = bed.read(meddled(merging));

    // Then
    assertThat(merging.done).isEqualTo(1);
    assertThat(sets().containsAll(sets)).as("the first set is still there").isFalse();
    assertThat(found).isEqualTo(before);
  }

  /// The sets of which the hour has pages.
  private List<String> sets() {
    return bed.pages().stream().map(page -> page.key().set()).toList();
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

  /// A builder that has seen the day without pages in this hour, which another one built since.
  private ChunkBuilder builderThatKnowsLess() {
    var mine = builder();
    bed.journal(7, 1, ChunkBed.content(1, SERIES, BEGIN.plusSeconds(3_600)), HOUR + 1);
    mine.build(bed.agent, HOUR + 1, SETTLED);
    bed.hour();
    builder().build(bed.agent, HOUR, SETTLED);
    bed.journal(6, 1, SERIES, BEGIN.plusSeconds(3_000));
    return mine;
  }

  @Test
  void build_anotherInstanceBuiltTheHour_bothArePutTogether() {
    // Given
    var mine = builderThatKnowsLess();
    var before = bed.read();

    // When
    mine.build(bed.agent, HOUR, SETTLED);

    // Then
    assertThat(bed.read()).isEqualTo(before);
    assertThat(Set.copyOf(sets())).as("pages of both").hasSize(sets().size() / 2);
  }

  @Test
  void rounds_shardsChangedMeanwhile_whatAnotherInstanceBuiltIsMerged() {
    // Given
    var mine = builderThatKnowsLess();
    var before = bed.read();
    var shards = new ArrayList<Integer>();
    var rounds = new ChunkRounds(bed.openHours, mine, SETTLED, () -> shards, bed.clock);
    bed.clock.advance(Duration.ofSeconds(151));
    rounds.run();
    assertThat(rounds.built()).isZero();

    // When
    shards.add(Shards.of(bed.agent));
    rounds.run();

    // Then
    assertThat(rounds.built()).isPositive();
    assertThat(bed.read()).isEqualTo(before);
    assertThat(sets()).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void build_failsAfterItsWrite_theNextOneMergesWhatItLeft() {
    // Given
    bed.hour();
    var before = bed.read();
    var fails = new AtomicBoolean(true);
    var chunks =
        meddled(
            "written",
            () -> {
              if (fails.getAndSet(false)) {
                throw new IllegalStateException("not read back");
              }
            });
    var builder =
        new ChunkBuilder(
            bed.journal,
            bed.contents,
            chunks,
            bed.results,
            bed.dictionaries,
            ChunkBed.keepAll(30, 60, 0),
            builds::nextLong,
            bed::aside,
            bed.clock,
            (_, _, _) -> {});
    assertThatThrownBy(() -> builder.build(bed.agent, HOUR, SETTLED)).hasMessage("not read back");
    assertThat(sets()).isNotEmpty();

    // When
    builder.build(bed.agent, HOUR, SETTLED);

    // Then
    assertThat(bed.read()).isEqualTo(before);
    assertThat(bed.journalRows()).isZero();
    assertThat(sets()).doesNotHaveDuplicates();
  }

  @Test
  void build_moreSamplesOfASeriesThanAPageHolds_oneMorePage() {
    // Given: one series with more, beside one with few
    int most = BatchContent.SAMPLES_PER_SERIES_MAX;
    int batches = ChunkPage.POINTS_MAX / most + 1;
    for (int seq = 1; seq <= batches; seq++) {
      var names =
          Stream.of("many", "few")
              .map(name -> SeriesName.of(ChunkBed.SYSTEM, "metric_0", Map.of("n", name), ""))
              .toList();
      var writer = new BatchWriter(0, 0, names);
      var times = new long[most];
      for (int i = 0; i < most; i++) {
        times[i] = BEGIN.toEpochMilli() + (long) (seq - 1) * most + i;
      }
      writer.add(0, times, new double[most], most);
      writer.add(1, times, new double[most], 1);
      bed.journal(5, seq, writer.content(), HOUR);
    }
    var before = bed.read();

    // When
    builder().build(bed.agent, HOUR, SETTLED);

    // Then
    assertThat(bed.pages()).hasSize(2);
    assertThat(bed.read()).isEqualTo(before);
    assertThat(before.values())
        .extracting(List::size)
        .containsExactlyInAnyOrder(batches * most, batches);
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
