package io.aramaki.monitoring.storage;

import static io.aramaki.monitoring.storage.ChunkBed.keep;
import static io.aramaki.monitoring.storage.ChunkBed.keepAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.chunk.Rollup;
import io.aramaki.kit.codec.chunk.RollupPage;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkRounds;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.retention.MetricClass;
import io.aramaki.monitoring.domain.retention.Retention;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.content.JournalDictionaries;
import io.aramaki.monitoring.storage.chunk.CassandraChunks;
import io.aramaki.monitoring.storage.chunk.CassandraDictionaries;
import io.aramaki.monitoring.storage.chunk.CassandraOpenHours;
import io.aramaki.monitoring.storage.chunk.CassandraResults;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Closed hours become chunks, on a real Cassandra. What can be read is the same before, while and
/// after they do.
@ExtendWith(CassandraExtension.class)
final class ChunkBuilderTest {
  private static final Instant BEGIN = ChunkBed.BEGIN;
  private static final long HOUR = ChunkBed.HOUR;
  private static final int SERIES = ChunkBed.SERIES;
  private static final int STEPS = ChunkBed.STEPS;

  private final CqlSession session;
  private final ChunkBed bed;
  private final CassandraJournal journal;
  private final CassandraChunks chunks;
  private final CassandraResults results;
  private final CassandraOpenHours openHours;
  private final MutableClock clock;
  private final Random builds = new Random(7);
  private String agent = "";
  private ChunkBuilder.Settled settled = (_, _) -> true;

  /// A journal whose reader is killed when it wants to delete.
  private record DyingJournal(Journal journal) implements Journal {
    @Override
    public void append(JournalRow row) {
      journal.append(row);
    }

    @Override
    public Optional<JournalRow> find(String agent, long hour, BatchKey key) {
      return journal.find(agent, hour, key);
    }

    @Override
    public List<JournalRow> read(String agent, long hour, long boot, long afterSeq, int limit) {
      return journal.read(agent, hour, boot, afterSeq, limit);
    }

    @Override
    public List<JournalRow> read(String agent, long hour, BatchKey after, int limit) {
      return journal.read(agent, hour, after, limit);
    }

    @Override
    public List<Long> boots(String agent, long hour) {
      return journal.boots(agent, hour);
    }

    @Override
    public void delete(String agent, long hour, SeqRange range) {
      throw new IllegalStateException("killed");
    }
  }

  ChunkBuilderTest(CqlSession session) {
    this.session = session;
    bed = new ChunkBed(session);
    journal = bed.journal;
    chunks = bed.chunks;
    results = bed.results;
    openHours = bed.openHours;
    clock = bed.clock;
  }

  @BeforeEach
  void newAgent() {
    agent = "orgs/o/agents/a" + UUID.randomUUID();
    session.execute("TRUNCATE reporter");
    session.execute("TRUNCATE open_hour");
    bed.agent = agent;
    bed.reporters.add(ChunkBed.SYSTEM, agent);
  }

  private ChunkBuilder builder() {
    return builder(journal);
  }

  private ChunkBuilder builder(Journal of) {
    return builder(of, keepAll(30, 0, 0));
  }

  private ChunkBuilder builder(Journal of, Retention retention) {
    return bed.builder(of, retention, builds::nextLong);
  }

  private ChunkRounds rounds() {
    return new ChunkRounds(openHours, builder(), settled, () -> List.of(Shards.of(agent)), clock);
  }

  private void hour() {
    bed.hour();
  }

  private Map<SeriesKey, List<String>> read() {
    return bed.read();
  }

  private long journalRows() {
    return bed.journalRows();
  }

  @Test
  void build_closedHour_leavesTheJournalAndIsReadTheSame() {
    // Given
    hour();
    var before = read();

    // When
    var built = builder().build(agent, HOUR, settled);

    // Then
    assertThat(built).isPresent();
    assertThat(built.get().samples()).isEqualTo(18L * STEPS * SERIES);
    assertThat(journalRows()).isZero();
    assertThat(before).hasSize(SERIES);
    assertThat(read()).isEqualTo(before);
    assertThat(results.read(agent, HOUR, HOUR)).hasSize(1);
    assertThat(results.read(agent, HOUR, HOUR).getFirst().results()).hasSize(18);
  }

  @Test
  void build_lateBatches_areMergedWithTheChunks() {
    // Given
    hour();
    builder().build(agent, HOUR, settled);
    bed.journal(6, 1, SERIES + 3, BEGIN.plusSeconds(3_000));
    bed.journal(5, 19, SERIES, BEGIN.plusSeconds(3_600));
    var before = read();

    // When
    builder().build(agent, HOUR, settled);

    // Then
    assertThat(journalRows()).isZero();
    assertThat(read()).isEqualTo(before);
    assertThat(results.read(agent, HOUR, HOUR)).hasSize(1);
    assertThat(results.read(agent, HOUR, HOUR).getFirst().results()).hasSize(20);
    var again = bed.pages();
    assertThat(again.stream().map(row -> row.key().build())).as("one build").hasSize(again.size());
    assertThat(again.stream().mapToInt(row -> row.page().heads().series()).sum())
        .isEqualTo(SERIES + 3);
  }

  @Test
  void build_theSameAgain_givesTheSameBytes() {
    // Given
    var retention = keepAll(30, 60, 90);
    hour();
    builder(journal, retention).build(agent, HOUR, settled);
    var first = pages();
    hour();

    // When
    builder(journal, retention).build(agent, HOUR, settled);

    // Then
    assertThat(pages()).isEqualTo(first);
  }

  @Test
  void build_classesOfMetrics_lieInPagesOfTheirOwnTime() {
    // Given
    hour();
    var before = read();
    var classes =
        List.of(
            new MetricClass("few", "metric_[34]", keep(14, 60, 0)),
            new MetricClass("one", "metric_3|metric_7", keep(100, 60, 50)));
    var retention = new Retention(keep(30, 0, 0), classes);

    // When
    builder(journal, retention).build(agent, HOUR, settled);

    // Then
    assertThat(read()).isEqualTo(before);
    var days = daysOfMetrics();
    assertThat(days).hasSize(SERIES / 10);
    assertThat(days.remove("metric_3")).isEqualTo(14);
    assertThat(days.remove("metric_4")).isEqualTo(14);
    assertThat(days.remove("metric_7")).isEqualTo(100);
    assertThat(days.values()).containsOnly(30L);
    String place = "shard = %d AND agent = '%s'".formatted(Shards.of(agent), agent);
    assertThat(secondsLeft("chunk_agent", "day", place)).allMatch(left -> left > 99L * 86_400);

    // When: the class is gone, and a batch opens the hour again
    bed.journal(6, 1, SERIES, BEGIN.plusSeconds(3_000));
    builder().build(agent, HOUR, settled);

    // Then
    assertThat(daysOfMetrics().values()).containsOnly(30L);
  }

  @Test
  void build_keptForLess_namesStayForOlderPages() {
    // Given
    hour();
    builder(journal, keepAll(300, 0, 0)).build(agent, HOUR, settled);
    clock.advance(Duration.ofHours(1));
    bed.journal(7, 1, ChunkBed.content(1, SERIES, BEGIN.plusSeconds(3_600)), HOUR + 1);

    // When
    builder().build(agent, HOUR + 1, settled);

    // Then
    String ofAgent = "agent = '" + agent + "'";
    assertThat(secondsLeft("series_set", "day", ofAgent)).allMatch(left -> left > 290L * 86_400);
    assertThat(secondsLeft("chunk", "content", ofAgent + " AND day = " + HOUR / 24))
        .hasSize(2 * chunks.sets(agent).size())
        .anyMatch(left -> left < 31L * 86_400);
  }

  /// For how many days after its hour each metric is kept.
  private Map<String, Long> daysOfMetrics() {
    var days = new TreeMap<String, Long>();
    for (var stored : chunks.sets(agent)) {
      String page =
          "agent = '%s' AND day = %d AND series_set = '%s'"
              .formatted(agent, HOUR / 24, stored.set().id());
      for (long left : secondsLeft("chunk", "content", page)) {
        stored
            .set()
            .series()
            .forEach(name -> days.put(name.metric(), (left + 7_200 + 43_200) / 86_400));
      }
    }
    return days;
  }

  private List<Long> secondsLeft(String table, String column, String where) {
    return session
        .execute("SELECT TTL(%s) AS seconds FROM %s WHERE %s".formatted(column, table, where))
        .all()
        .stream()
        .map(row -> (long) row.getInt("seconds"))
        .toList();
  }

  @Test
  void build_parts_areKeptAsLongAsEachShould() {
    // Given
    hour();

    // When
    builder(journal, keepAll(30, 60, 90)).build(agent, HOUR, settled);

    // Then
    String day = "agent = '" + agent + "' AND day = " + HOUR / 24;
    assertThat(secondsLeft("chunk", "content", day)).allMatch(left -> isDays(left, 30));
    assertThat(secondsLeft("chunk", "rollup", day)).allMatch(left -> isDays(left, 60));
    assertThat(secondsLeft("chunk", "heads", day)).allMatch(left -> isDays(left, 90));
    // A day longer, so that it is not written again with each hour.
    assertThat(secondsLeft("series_set", "names", "agent = '" + agent + "'"))
        .allMatch(left -> isDays(left, 91));
  }

  @Test
  void build_againOnTheSameDay_doesNotWriteTheNamesAgain() {
    // Given
    var builder = builder();
    hour();
    builder.build(agent, HOUR, settled);
    List<Long> written = namesWritten();
    bed.journal(7, 1, ChunkBed.content(1, SERIES, BEGIN), HOUR);

    // When
    builder.build(agent, HOUR, settled);

    // Then
    assertThat(namesWritten()).isNotEmpty().isEqualTo(written);
  }

  private List<Long> namesWritten() {
    return session
        .execute("SELECT WRITETIME(names) AS time FROM series_set WHERE agent = '" + agent + "'")
        .all()
        .stream()
        .map(row -> row.getLong("time"))
        .toList();
  }

  /// From the hour on, which is two hours ago; the test may take some seconds.
  private static boolean isDays(long seconds, long days) {
    return seconds <= days * 86_400 - 7_200 && seconds > days * 86_400 - 7_500;
  }

  @Test
  void build_lateBatches_rollupsAreMadeOfAllSamples() {
    // Given
    var retention = keepAll(30, 60, 90);
    hour();
    builder(journal, retention).build(agent, HOUR, settled);
    assertRollups(18L * STEPS * SERIES);
    bed.journal(6, 1, SERIES, BEGIN.plusSeconds(3_000));
    bed.journal(5, 19, SERIES, BEGIN.plusSeconds(3_605));

    // When
    builder(journal, retention).build(agent, HOUR, settled);

    // Then
    assertRollups(19L * STEPS * SERIES);
  }

  private void assertRollups(long samples) {
    long counted = 0;
    for (var row : bed.pages()) {
      var rollups = RollupPage.open(row.page().heads(), bed.rollup(row.key()));
      var reader = row.page().reader();
      for (int i = 0; i < row.page().heads().series(); i++) {
        int points = reader.read(i);
        Rollup rollup = Objects.requireNonNull(rollups.rollup(i));
        assertThat(rollup).isEqualTo(Rollup.of(reader.times(), reader.values(), points));
        for (int window = 0; window < rollup.size(); window++) {
          counted += rollup.count(window);
        }
      }
    }
    assertThat(counted).isEqualTo(samples);
  }

  private Map<String, String> pages() {
    var pages = new TreeMap<String, String>();
    var hex = HexFormat.of();
    for (var row : bed.pages()) {
      pages.put(
          row.key().set(),
          hex.formatHex(row.page().heads().bytes())
              + hex.formatHex(row.page().content())
              + hex.formatHex(bed.rollup(row.key())));
    }
    return pages;
  }

  @Test
  void build_killedBeforeTheJournalIsDeleted_nothingIsLostOrInvented() {
    // Given
    hour();
    var before = read();
    var dying = builder(new DyingJournal(journal));
    assertThatThrownBy(() -> dying.build(agent, HOUR, settled)).hasMessage("killed");
    long rows = journalRows();
    assertThat(read()).isEqualTo(before);

    // When
    builder().build(agent, HOUR, settled);

    // Then
    assertThat(rows).isEqualTo(18);
    assertThat(journalRows()).isZero();
    assertThat(read()).isEqualTo(before);
  }

  @Test
  void build_notSettled_journalStays() {
    // Given
    hour();

    // When
    var built = builder().build(agent, HOUR, (_, _) -> false);

    // Then
    assertThat(built).isEmpty();
    assertThat(journalRows()).isEqualTo(18);
  }

  @Test
  void build_samplesFromFarAway_areReadWhereTheyBelong() {
    // Given
    Instant far = BEGIN.minus(Duration.ofDays(1));
    bed.journal(5, 1, 3, far);
    bed.journal(5, 2, 3, BEGIN.minusSeconds(100));
    var before = read();

    // When
    builder().build(agent, HOUR, settled);

    // Then
    assertThat(before).hasSize(3);
    assertThat(read()).isEqualTo(before);
  }

  @Test
  void dictionary_afterItsRowLeftTheJournal_isStillThere() {
    // Given
    hour();
    builder().build(agent, HOUR, settled);
    var fresh = new JournalDictionaries(journal, new CassandraDictionaries(new Cql(session)));

    // When
    var systems = fresh.systems(agent, HOUR, new BatchKey(5, 1));

    // Then
    assertThat(systems)
        .hasValueSatisfying(found -> assertThat(found).containsExactly(ChunkBed.SYSTEM));
  }

  @Test
  void decode_dictionariesOneAfterTheOther_eachNamesItsOwnSeries() {
    // Given
    JournalRow first = named(1, "a", "b");
    JournalRow same = named(2, "a", "b");
    JournalRow other = named(3, "a", "c");

    // When
    Observations one = bed.contents.decode(first);
    Observations two = bed.contents.decode(same);
    Observations three = bed.contents.decode(other);

    // Then
    assertThat(two.series().getFirst().key()).isSameAs(one.series().getFirst().key());
    assertThat(two.names()).isEqualTo(one.names());
    assertThat(three.series())
        .extracting(block -> block.key().labels().get("n"))
        .containsExactly("a", "c");
    assertThat(three.names()).isNotEqualTo(one.names());
  }

  private JournalRow named(long seq, String... names) {
    var writer =
        new BatchWriter(
            0,
            0,
            Stream.of(names)
                .map(name -> SeriesName.of(ChunkBed.SYSTEM, "m", Map.of("n", name), ""))
                .toList());
    for (int i = 0; i < names.length; i++) {
      writer.add(i, new long[] {BEGIN.toEpochMilli()}, new double[] {i}, 1);
    }
    bed.journal(5, seq, writer.content(), HOUR);
    return journal.find(agent, HOUR, new BatchKey(5, seq)).orElseThrow();
  }

  @Test
  void rounds_hourThatIsWrittenInto_waitsUntilItIsQuiet() {
    // Given
    hour();
    var rounds = rounds();

    // When
    rounds.run();

    // Then
    assertThat(rounds.waiting()).isEqualTo(1);
    assertThat(journalRows()).isEqualTo(18);

    // When
    clock.advance(Duration.ofSeconds(151));
    rounds.run();

    // Then
    assertThat(rounds.built()).isEqualTo(1);
    assertThat(rounds.waiting()).isZero();
    assertThat(journalRows()).isZero();
    assertThat(openHours.of(Shards.of(agent), agent)).isEmpty();
  }

  @Test
  void rounds_moreLargeHoursThanMayBeHeldAtOnce_allAreBuilt() {
    // Given
    int batches = 36;
    var agents = IntStream.range(0, 5).mapToObj(i -> agent + i).toList();
    for (String one : agents) {
      bed.agent = one;
      for (int seq = 1; seq <= batches; seq++) {
        bed.journal(5, seq, SERIES, BEGIN.plusSeconds(100L * (seq - 1)));
      }
    }
    clock.advance(Duration.ofSeconds(151));
    var shards = agents.stream().map(Shards::of).distinct().toList();
    var rounds = new ChunkRounds(openHours, builder(), settled, () -> shards, clock);

    // When
    rounds.run();

    // Then
    assertThat((long) batches * SERIES * STEPS).isGreaterThan(ChunkBuilder.SMALL_SAMPLES_MAX);
    assertThat(rounds.built()).isEqualTo(agents.size());
    assertThat(rounds.failures()).isZero();
    for (String one : agents) {
      bed.agent = one;
      assertThat(bed.journalRows()).isZero();
    }
  }

  @Test
  void rounds_hourThatIsNotOver_waits() {
    // Given
    clock.jump(Duration.ofMinutes(-70));
    hour();
    clock.advance(Duration.ofMinutes(12));
    var rounds = rounds();

    // When
    rounds.run();

    // Then
    assertThat(rounds.built()).isZero();
    assertThat(journalRows()).isEqualTo(18);
  }

  @Test
  void close_saidAgainMeanwhile_staysOpen() {
    // Given
    hour();
    var read = openHours.of(Shards.of(agent), agent);
    clock.advance(Duration.ofSeconds(61));
    hour();

    // When
    read.forEach(one -> openHours.close(Shards.of(agent), one));

    // Then
    assertThat(openHours.of(Shards.of(agent), agent)).hasSize(1);
  }
}
