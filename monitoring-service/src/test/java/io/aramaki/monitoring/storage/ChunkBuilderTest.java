package io.aramaki.monitoring.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkReader;
import io.aramaki.monitoring.domain.chunk.ChunkRounds;
import io.aramaki.monitoring.domain.chunk.HourRegister;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.retention.MetricClass;
import io.aramaki.monitoring.domain.retention.Retention;
import io.aramaki.monitoring.domain.sample.SampleReader;
import io.aramaki.monitoring.domain.sample.SampleReader.Range;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.content.BatchHeads;
import io.aramaki.monitoring.grpc.content.Contents;
import io.aramaki.monitoring.grpc.content.JournalDictionaries;
import io.aramaki.monitoring.storage.chunk.CassandraChunks;
import io.aramaki.monitoring.storage.chunk.CassandraDictionaries;
import io.aramaki.monitoring.storage.chunk.CassandraOpenHours;
import io.aramaki.monitoring.storage.chunk.CassandraResults;
import io.aramaki.monitoring.v1.BatchHeader;
import io.aramaki.monitoring.v1.CheckResult;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.type.v1.CheckStatus;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Closed hours become chunks, on a real Cassandra. What can be read is the same before, while and
/// after they do.
@ExtendWith(CassandraExtension.class)
final class ChunkBuilderTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final long HOUR = BEGIN.getEpochSecond() / 3_600;
  private static final String SYSTEM = "orgs/o/systems/web";
  private static final int SERIES = 150;
  private static final int STEPS = 20;

  private final CqlSession session;
  private final CassandraJournal journal;
  private final CassandraChunks chunks;
  private final CassandraResults results;
  private final CassandraOpenHours openHours;
  private final CassandraReporters reporters;
  private final JournalDictionaries dictionaries;
  private final Contents contents;
  private final MutableClock clock = new MutableClock(BEGIN.plus(Duration.ofHours(2)));
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
    var cql = new Cql(session);
    new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID).install(CassandraJournal.class);
    journal = new CassandraJournal(cql, new BatchHeads());
    chunks = new CassandraChunks(cql);
    results = new CassandraResults(cql);
    openHours = new CassandraOpenHours(cql);
    reporters = new CassandraReporters(cql);
    dictionaries = new JournalDictionaries(journal, new CassandraDictionaries(cql));
    contents = new Contents(dictionaries);
  }

  @BeforeEach
  void newAgent() {
    agent = "orgs/o/agents/a" + UUID.randomUUID();
    session.execute("TRUNCATE reporter");
    session.execute("TRUNCATE open_hour");
    reporters.add(SYSTEM, agent);
  }

  private ChunkBuilder builder() {
    return builder(journal);
  }

  private ChunkBuilder builder(Journal of) {
    return builder(of, new Retention(Duration.ofDays(30)));
  }

  private ChunkBuilder builder(Journal of, Retention retention) {
    return new ChunkBuilder(
        of,
        contents,
        chunks,
        results,
        dictionaries,
        retention,
        builds::nextLong,
        clock,
        (_, _, _) -> {});
  }

  private ChunkRounds rounds() {
    return new ChunkRounds(openHours, builder(), settled, () -> List.of(Shards.of(agent)), clock);
  }

  private SampleReader reader() {
    return new SampleReader(journal, contents, new ChunkReader(chunks), openHours, reporters);
  }

  private static List<SeriesName> names(int count) {
    var names = new ArrayList<SeriesName>();
    for (int i = 0; i < count; i++) {
      names.add(SeriesName.of(SYSTEM, "metric_" + i / 10, Map.of("n", "s" + i), ""));
    }
    return names;
  }

  /// A batch of all series, beginning at a time; the first of a boot names them.
  private byte[] content(long seq, int series, Instant from) {
    var writer =
        seq == 1 ? new BatchWriter(0, 0, names(series)) : new BatchWriter(1, series, List.of());
    var random = new Random(from.getEpochSecond());
    var times = new long[STEPS];
    for (int step = 0; step < STEPS; step++) {
      times[step] = from.plusSeconds(10L * step).toEpochMilli();
    }
    for (int i = 0; i < series; i++) {
      var values = new double[STEPS];
      for (int step = 0; step < STEPS; step++) {
        values[step] = random.nextInt(10_000) / 100.0;
      }
      writer.add(i, times, values, STEPS);
    }
    writer.beside(
        Observations.newBuilder()
            .addResults(
                CheckResult.newBuilder()
                    .setSystem(SYSTEM)
                    .setCheck("orgs/o/checks/c")
                    .setStatus(CheckStatus.WARNING)
                    .setOutput("batch " + seq)
                    .setObserveTime(
                        com.google.protobuf.Timestamp.newBuilder()
                            .setSeconds(from.getEpochSecond())))
            .build()
            .toByteArray());
    return writer.content();
  }

  private void journal(long boot, long seq, int series, Instant from) {
    journal(boot, seq, content(seq, series, from), HOUR);
  }

  private void journal(long boot, long seq, byte[] content, long hour) {
    var header =
        BatchHeader.newBuilder().setFormat(2).setBoot(boot).setSeq(seq).setHour(hour).build();
    var head = new BatchHead(2, new BatchKey(boot, seq), 0, 0, hour, 0, 0, List.of());
    journal.append(
        new JournalRow(
            agent,
            head,
            ByteBuffer.wrap(header.toByteArray()),
            ByteBuffer.wrap(content),
            ByteBuffer.allocate(32),
            clock.instant(),
            ""));
    new HourRegister(openHours, "test", Shards::of, clock).wrote(agent, hour);
  }

  private void hour() {
    for (int seq = 1; seq <= 18; seq++) {
      journal(5, seq, SERIES, BEGIN.plusSeconds(200L * (seq - 1)));
    }
  }

  private Map<SeriesKey, List<String>> read() {
    var all = new TreeMap<SeriesKey, List<String>>();
    for (int metric = 0; metric <= SERIES / 10; metric++) {
      var range =
          new Range(
              SYSTEM,
              "metric_" + metric,
              BEGIN.minus(Duration.ofDays(2)),
              BEGIN.plus(Duration.ofHours(3)),
              Map.of());
      reader().read(range).forEach((key, samples) -> all.put(key, texts(samples)));
    }
    return all;
  }

  private static List<String> texts(Samples samples) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < samples.size(); i++) {
      texts.add(samples.time(i) + "=" + samples.value(i));
    }
    return texts;
  }

  private long journalRows() {
    return journal.boots(agent, HOUR).stream()
        .mapToLong(boot -> journal.read(agent, HOUR, boot, 0, 1_000).size())
        .sum();
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
    journal(6, 1, SERIES + 3, BEGIN.plusSeconds(3_000));
    journal(5, 19, SERIES, BEGIN.plusSeconds(3_600));
    var before = read();

    // When
    builder().build(agent, HOUR, settled);

    // Then
    assertThat(journalRows()).isZero();
    assertThat(read()).isEqualTo(before);
    assertThat(results.read(agent, HOUR, HOUR)).hasSize(1);
    assertThat(results.read(agent, HOUR, HOUR).getFirst().results()).hasSize(20);
    var again = chunks.read(agent, HOUR);
    assertThat(again.stream().map(row -> row.key().build())).as("one build").hasSize(again.size());
    assertThat(again.stream().mapToInt(row -> row.page().heads().series()).sum())
        .isEqualTo(SERIES + 3);
  }

  @Test
  void build_theSameAgain_givesTheSameBytes() {
    // Given
    hour();
    builder().build(agent, HOUR, settled);
    var first = pages();
    hour();

    // When
    builder().build(agent, HOUR, settled);

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
            new MetricClass("few", "metric_[34]", Duration.ofDays(14)),
            new MetricClass("one", "metric_3|metric_7", Duration.ofDays(100)));
    var retention = new Retention(Duration.ofDays(30), classes);

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
    assertThat(secondsLeft("chunk_agent", "day", "shard = " + Shards.of(agent)))
        .allMatch(left -> left > 99L * 86_400);

    // When: the class is gone, and a batch opens the hour again
    journal(6, 1, SERIES, BEGIN.plusSeconds(3_000));
    builder().build(agent, HOUR, settled);

    // Then
    assertThat(daysOfMetrics().values()).containsOnly(30L);
  }

  @Test
  void build_keptForLess_namesStayForOlderPages() {
    // Given
    hour();
    builder(journal, new Retention(Duration.ofDays(300))).build(agent, HOUR, settled);
    clock.advance(Duration.ofHours(1));
    journal(7, 1, content(1, SERIES, BEGIN.plusSeconds(3_600)), HOUR + 1);

    // When
    builder().build(agent, HOUR + 1, settled);

    // Then
    String ofAgent = "agent = '" + agent + "'";
    assertThat(secondsLeft("series_set", "day", ofAgent)).allMatch(left -> left > 290L * 86_400);
    assertThat(secondsLeft("chunk", "heads", ofAgent + " AND day = " + HOUR / 24))
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
      for (long left : secondsLeft("chunk", "heads", page)) {
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

  private Map<String, String> pages() {
    var pages = new TreeMap<String, String>();
    for (var row : chunks.read(agent, HOUR)) {
      pages.put(
          row.key().set(),
          java.util.HexFormat.of().formatHex(row.page().heads().bytes())
              + java.util.HexFormat.of().formatHex(row.page().content()));
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
    journal(5, 1, 3, far);
    journal(5, 2, 3, BEGIN.minusSeconds(100));
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
    assertThat(systems).hasValueSatisfying(found -> assertThat(found).containsExactly(SYSTEM));
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
