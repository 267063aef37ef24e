package io.aramaki.monitoring.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.chunk.Stale;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import io.aramaki.monitoring.domain.hours.HourRegister;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.index.limit.SeriesLimits;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.promql.PromqlEngine;
import io.aramaki.monitoring.domain.promql.eval.Settings;
import io.aramaki.monitoring.domain.promql.value.QueryResult;
import io.aramaki.monitoring.domain.quarantine.Aside;
import io.aramaki.monitoring.domain.query.ChunkCache;
import io.aramaki.monitoring.domain.query.IndexUpkeep;
import io.aramaki.monitoring.domain.query.StoredSeries;
import io.aramaki.monitoring.domain.query.open.OpenNames;
import io.aramaki.monitoring.domain.query.open.OpenSamples;
import io.aramaki.monitoring.domain.retention.Keep;
import io.aramaki.monitoring.domain.retention.Retention;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.content.BatchHeads;
import io.aramaki.monitoring.grpc.content.Contents;
import io.aramaki.monitoring.grpc.content.JournalDictionaries;
import io.aramaki.monitoring.storage.chunk.CassandraChunks;
import io.aramaki.monitoring.storage.chunk.CassandraDictionaries;
import io.aramaki.monitoring.storage.chunk.CassandraOpenHours;
import io.aramaki.monitoring.storage.chunk.CassandraResults;
import io.aramaki.monitoring.v1.BatchHeader;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Queries over what lies in chunks, in the journal, and in both, on a real Cassandra. What a query
/// answers from heads is compared with what it answers from samples.
@ExtendWith(CassandraExtension.class)
final class StoredSeriesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final long HOUR = BEGIN.getEpochSecond() / 3_600;
  private static final String SYSTEM = "orgs/o/systems/web";
  private static final int SERIES = 40;
  private static final int STEPS = 90;
  private static final Retention RETENTION =
      new Retention(
          new Keep(Duration.ofDays(30), Duration.ofDays(60), Duration.ofDays(90)), List.of());
  private static final List<Integer> ALL = IntStream.range(0, Shards.COUNT).boxed().toList();
  private static final List<String> FUNCTIONS =
      List.of("avg", "count", "last", "max", "min", "sum");

  private final CqlSession session;
  private final CassandraJournal journal;
  private final CassandraChunks chunks;
  private final CassandraResults results;
  private final CassandraOpenHours openHours;
  private final JournalDictionaries dictionaries;
  private final Contents contents;
  private final MutableClock clock = new MutableClock(BEGIN.plus(Duration.ofHours(5)));
  private final Random builds = new Random(7);
  private final SeriesIndex index = new SeriesIndex();
  private final ChunkCache cache;
  private final IndexUpkeep upkeep;
  private final PromqlEngine engine;
  private final AtomicReference<String> firstSet = new AtomicReference<>("");
  private final AtomicReference<Runnable> atSecondSet = new AtomicReference<>(() -> {});
  private String agent = "";

  StoredSeriesTest(CqlSession session) {
    this.session = session;
    var cql = new Cql(session);
    new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID).install(CassandraJournal.class);
    journal = new CassandraJournal(cql, new BatchHeads());
    chunks = new CassandraChunks(cql);
    results = new CassandraResults(cql);
    openHours = new CassandraOpenHours(cql);
    dictionaries = new JournalDictionaries(journal, new CassandraDictionaries(cql));
    contents = new Contents(dictionaries);
    var open = new OpenSamples(journal, contents, 1_000_000, clock.nanoTime());
    cache = new ChunkCache(lookedAt(chunks), 10_000_000, clock.nanoTime());
    upkeep =
        new IndexUpkeep(
            index, open, new OpenNames(journal, dictionaries), chunks, cache, openHours);
    engine =
        new PromqlEngine(
            new StoredSeries(index, cache, open, upkeep, clock),
            Settings.DEFAULT,
            clock.nanoTime());
  }

  /// The store, which does something once when the heads of a second set are read.
  private ChunkStore lookedAt(ChunkStore store) {
    return (ChunkStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ChunkStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("heads")) {
                lookedAt((String) arguments[1]);
              }
              return method.invoke(store, arguments);
            });
  }

  private void lookedAt(String set) {
    firstSet.compareAndSet("", set);
    if (!firstSet.get().equals(set)) {
      atSecondSet.getAndSet(() -> {}).run();
    }
  }

  @BeforeEach
  void newAgent() {
    for (String table : List.of("open_hour", "chunk_agent", "series_set")) {
      session.execute("TRUNCATE " + table);
    }
    agent = "orgs/o/agents/a" + UUID.randomUUID();
  }

  private void build(long hour) {
    build(hour, upkeep);
  }

  private void build(long hour, ChunkBuilder.Listener listener) {
    var builder =
        new ChunkBuilder(
            journal,
            contents,
            chunks,
            results,
            dictionaries,
            RETENTION,
            builds::nextLong,
            StoredSeriesTest::nothingAside,
            clock,
            listener);
    assertThat(builder.build(agent, hour, (_, _) -> true)).isPresent();
    openHours
        .of(Shards.of(agent))
        .forEach(one -> {
          if (one.hour() == hour) {
            openHours.close(Shards.of(agent), one);
          }
        });
  }

  /// Journals an hour in four batches of 90 steps of 10 s.
  private void journal(long hour, long boot) {
    for (int seq = 1; seq <= 4; seq++) {
      journal(hour, boot, seq);
    }
  }

  private void journal(long hour, long boot, long seq) {
    journal(hour, boot, seq, SERIES);
  }

  private void journal(long hour, long boot, long seq, int series) {
    var names = new ArrayList<SeriesName>();
    for (int i = 0; i < series; i++) {
      names.add(SeriesName.of(SYSTEM, "m" + i % 4, Map.of("n", "s" + i), ""));
    }
    var writer = new BatchWriter(0, 0, names);
    var random = new Random(hour * 100 + seq);
    long from = hour * 3_600_000 + (seq - 1) * STEPS * 10_000L;
    var times = new long[STEPS];
    for (int step = 0; step < STEPS; step++) {
      times[step] = from + step * 10_000L;
    }
    for (int i = 0; i < series; i++) {
      var values = new double[STEPS];
      for (int step = 0; step < STEPS; step++) {
        values[step] = random.nextInt(50) == 0 ? Stale.NAN : random.nextInt(1_000) / 10.0;
      }
      writer.add(i, times, values, STEPS);
    }
    var header =
        BatchHeader.newBuilder().setFormat(2).setBoot(boot).setSeq(seq).setHour(hour).build();
    journal.append(
        new JournalRow(
            agent,
            new BatchHead(2, new BatchKey(boot, seq), 0, 0, hour, 0, 0, List.of()),
            ByteBuffer.wrap(header.toByteArray()),
            ByteBuffer.wrap(writer.content()),
            ByteBuffer.allocate(32),
            clock.instant(),
            ""));
    new HourRegister(openHours, "test", Shards::of, clock).wrote(agent, hour);
  }

  private QueryResult instant(String query, long hourAfter, long seconds) {
    long time = (HOUR + hourAfter) * 3_600_000 + seconds * 1_000;
    return engine.instant(query, time, () -> false);
  }

  private QueryResult range(String query) {
    return engine.range(
        query, HOUR * 3_600_000 - 1_234, (HOUR + 4) * 3_600_000, 137_000, () -> false);
  }

  private String own(String metric) {
    return metric + "{agent=\"" + agent.substring(agent.lastIndexOf('/') + 1) + "\"}";
  }

  @Test
  void select_journalThenChunks_theSameAnswer() {
    // Given
    journal(HOUR, 5);
    journal(HOUR + 1, 5);
    journal(HOUR + 2, 5);
    upkeep.run(ALL);
    var fromJournal = range(own("m1"));

    // When
    build(HOUR);
    build(HOUR + 1);
    upkeep.run(ALL);

    // Then
    assertThat(range(own("m1"))).isEqualTo(fromJournal);
    assertThat(((QueryResult.Matrix) fromJournal).series()).hasSize(SERIES / 4);
  }

  /// All series of the agent: so many that they are not read all at once.
  private String all() {
    return own("{__name__=~\"m.\"}").replace("}{", ",");
  }

  /// Does something when the query asks for the n-th time whether it is still wanted.
  private QueryResult rangeWhile(String query, int look, Runnable step) {
    var looks = new AtomicInteger();
    return engine.range(
        query,
        HOUR * 3_600_000 - 1_234,
        (HOUR + 4) * 3_600_000,
        137_000,
        () -> {
          if (looks.incrementAndGet() == look) {
            step.run();
          }
          return false;
        });
  }

  @Test
  void select_firstChunksAreBuiltMeanwhile_theSameAnswer() {
    for (int look = 1; look <= 4; look++) {
      // Given
      newAgent();
      journal(HOUR, 5);
      journal(HOUR + 1, 5);
      upkeep.run(ALL);
      var before = range(all());
      var built = new AtomicBoolean();

      // When
      var meanwhile =
          rangeWhile(
              all(),
              look,
              () -> {
                build(HOUR);
                build(HOUR + 1);
                built.set(true);
              });

      // Then
      assertThat(built).as("look %d", look).isTrue();
      assertThat(((QueryResult.Matrix) before).series()).hasSize(SERIES);
      assertThat(meanwhile).as("look %d", look).isEqualTo(before);
    }
  }

  @Test
  void select_chunksAreMergedIntoAnotherSetMeanwhile_theSameAnswer() {
    // Given
    journal(HOUR, 5);
    build(HOUR);
    clock.advance(Duration.ofSeconds(1));
    journal(HOUR, 6, 1, SERIES + 3);
    upkeep.run(ALL);
    var before = range(all());
    var meanwhile = new ArrayList<QueryResult>();

    // When
    build(
        HOUR,
        (builtAgent, hour, sets) -> {
          cache.forget(builtAgent);
          meanwhile.add(range(all()));
          upkeep.built(builtAgent, hour, sets);
          meanwhile.add(range(all()));
        });

    // Then
    assertThat(((QueryResult.Matrix) before).series()).hasSize(SERIES + 3);
    assertThat(meanwhile).containsExactly(before, before);
    assertThat(range(all())).isEqualTo(before);
  }

  @Test
  void select_chunksAreMergedIntoAKnownSetBetweenTwoLooks_theSameAnswer() {
    // Given: two sets of the same series, of which the other hour has the newer one
    journal(HOUR, 5);
    build(HOUR);
    journal(HOUR + 1, 5, 1, SERIES + 3);
    build(HOUR + 1);
    clock.advance(Duration.ofSeconds(1));
    journal(HOUR, 6, 1, SERIES + 3);
    upkeep.run(ALL);
    var before = range(all());
    cache.forget(agent);
    var built = new AtomicBoolean();

    // When
    firstSet.set("");
    atSecondSet.set(() -> {
      build(HOUR);
      built.set(true);
    });
    var meanwhile = range(all());

    // Then
    assertThat(built).isTrue();
    assertThat(meanwhile).isEqualTo(before);
  }

  @Test
  void overTime_fromHeads_isWhatSamplesYield() {
    // Given: a subquery reads samples, the plain selector may read heads
    journal(HOUR, 5);
    journal(HOUR + 1, 5);
    journal(HOUR + 2, 5);
    build(HOUR);
    build(HOUR + 1);
    upkeep.run(ALL);

    for (String function : FUNCTIONS) {
      // When
      var fast = instant(function + "_over_time(" + own("m2") + "[2h30m])", 3, -300);
      var slow = instant(function + "_over_time((" + own("m2") + ")[2h30m:10s])", 3, -300);

      // Then
      assertSame(function, fast, slow);
    }
  }

  @Test
  void overTime_chunksThatOverlap_countEachSampleOnce() {
    // Given: the same batches again, under another boot, after the hour was built
    journal(HOUR, 5);
    build(HOUR);
    clock.advance(Duration.ofSeconds(1));
    journal(HOUR, 6);
    upkeep.run(ALL);

    // When
    var counted = (QueryResult.Vector) instant("count_over_time(" + own("m0") + "[90m])", 1, 0);
    build(HOUR);
    upkeep.run(ALL);
    var again = instant("count_over_time(" + own("m0") + "[90m])", 1, 0);

    // Then
    assertThat(again).isEqualTo(counted);
    assertThat(counted.samples()).hasSize(SERIES / 4);
    assertThat(counted.samples().getFirst().value()).isBetween(300.0, 360.0);
  }

  private static void assertSame(String what, QueryResult one, QueryResult other) {
    var left = ((QueryResult.Vector) one).samples();
    var right = ((QueryResult.Vector) other).samples();
    assertThat(left).as(what).hasSize(SERIES / 4).hasSameSizeAs(right);
    for (int i = 0; i < left.size(); i++) {
      assertThat(left.get(i).labels().withoutName()).isEqualTo(right.get(i).labels().withoutName());
      assertThat(Math.abs(left.get(i).value() - right.get(i).value()))
          .as(what)
          .isLessThanOrEqualTo(1e-9 * Math.abs(right.get(i).value()));
    }
  }

  @Test
  void overTime_samplesGone_fromWindowsAndThenFromHours() {
    // Given: three hours, of which windows of five minutes begin behind the start
    builtHours();
    for (String function : FUNCTIONS) {
      String windows = function + "_over_time(" + own("m2") + "[2h30m])";
      String hours = function + "_over_time(" + own("m2") + "[3h])";
      var before = instant(windows, 3, -305);
      var beforeHours = instant(hours, 3, -5);

      // When
      clock.advance(Duration.ofDays(31));
      var fromWindows = instant(windows, 3, -305);
      clock.advance(Duration.ofDays(30));
      var fromHours = instant(hours, 3, -5);
      clock.jump(Duration.ofDays(-61));

      // Then
      assertSame(function, before, fromWindows);
      assertSame(function, beforeHours, fromHours);
    }
  }

  @Test
  void select_samplesGone_lastOfEachWindowAtItsTime() {
    // Given
    builtHours();
    var before = fiveMinutes("last_over_time(" + own("m1") + "[5m])");
    var present = fiveMinutes("present_over_time(" + own("m1") + "[5m])");
    assertThat(fiveMinutes(own("m1"))).isNotEqualTo(before);

    // When
    clock.advance(Duration.ofDays(31));
    remove("content");

    // Then
    assertThat(fiveMinutes(own("m1"))).isEqualTo(before);
    assertThat(fiveMinutes("last_over_time(" + own("m1") + "[5m])")).isEqualTo(before);
    assertThat(fiveMinutes("present_over_time(" + own("m1") + "[5m])")).isEqualTo(present);
    assertThat(((QueryResult.Matrix) before).series()).hasSize(SERIES / 4);

    // When
    remove("rollup");
    clock.advance(Duration.ofDays(30));

    // Then: a window that is shorter than an hour has the last of it
    assertThat(instant("count_over_time(" + own("m1") + "[30m])", 1, 0))
        .isEqualTo(instant("present_over_time(" + own("m1") + "[30m])", 1, 0));
    assertThat(((QueryResult.Vector) instant(own("m1"), 1, 0)).samples()).hasSize(SERIES / 4);
    assertThat(((QueryResult.Vector) instant(own("m1"), 1, -3_000)).samples()).isEmpty();
  }

  @Test
  void select_rowsOfVersionsWithoutRollups_keepTheirSamples() {
    // Given
    builtHours();
    var before = range(own("m1"));
    for (String column : List.of("samples_until", "rollup", "rollup_until")) {
      remove(column);
    }

    // When
    clock.advance(Duration.ofDays(31));

    // Then
    assertThat(range(own("m1"))).isEqualTo(before);
  }

  private void builtHours() {
    for (long hour = HOUR; hour < HOUR + 3; hour++) {
      journal(hour, 5);
      build(hour);
    }
    upkeep.run(ALL);
  }

  /// At the end of each window of five minutes of three hours.
  private QueryResult fiveMinutes(String query) {
    long begin = HOUR * 3_600_000;
    return engine.range(
        query, begin + 295_000, begin + 3 * 3_600_000 - 5_000, 300_000, () -> false);
  }

  /// Takes a part of each row away, as if it had expired.
  private void remove(String column) {
    String day = "agent = '%s' AND day = %d".formatted(agent, HOUR / 24);
    for (var row : session.execute("SELECT series_set, hour, build FROM chunk WHERE " + day)) {
      session.execute(
          "DELETE %s FROM chunk WHERE %s AND series_set = '%s' AND hour = %d AND build = %d"
              .formatted(
                  column,
                  day,
                  row.getString("series_set"),
                  row.getLong("hour"),
                  row.getLong("build")));
    }
    upkeep.built(agent, HOUR, List.of());
  }

  @Test
  void arrived_fed_isReadWithoutTheJournal() {
    // Given
    journal(HOUR, 5);
    upkeep.run(ALL);
    var before = (QueryResult.Vector) instant("count_over_time(" + own("m0") + "[90m])", 1, 0);
    journal(HOUR, 7, 1);
    var row = journal.find(agent, HOUR, new BatchKey(7, 1)).orElseThrow();

    // When
    upkeep.arrived(agent, HOUR, contents.decode(row).series());

    // Then
    assertThat(instant("count_over_time(" + own("m0") + "[90m])", 1, 0)).isEqualTo(before);
  }

  private static Aside nothingAside() {
    throw new IllegalStateException("nothing is put aside here");
  }

  private IndexUpkeep upkeep(SeriesIndex its, ChunkCache pages) {
    var open = new OpenSamples(journal, contents, 1_000_000, clock.nanoTime());
    var names = new OpenNames(journal, dictionaries);
    return new IndexUpkeep(its, open, names, chunks, pages, openHours);
  }

  @Test
  void build_seriesBeyondTheLimit_areInNoChunk_andThoseOfTheOwnerBeforeStay() {
    // Given
    journal(HOUR, 5);
    var cache = new ChunkCache(chunks, 10_000_000, clock.nanoTime());
    var small = new SeriesIndex(new SeriesLimits(SERIES / 4, SERIES));
    var limited = upkeep(small, cache);

    // When
    build(HOUR, limited);

    // Then
    List<SeriesName> stored =
        chunks.sets(agent).stream().flatMap(set -> set.set().series().stream()).toList();
    assertThat(stored).hasSize(SERIES / 4).doesNotHaveDuplicates();
    assertThat(small.size()).isEqualTo(SERIES / 4);

    // When
    journal(HOUR + 1, 5);
    var again = new SeriesIndex(new SeriesLimits(SERIES / 4, SERIES));
    var next = upkeep(again, cache);
    var row = journal.find(agent, HOUR + 1, new BatchKey(5, 1)).orElseThrow();
    var refusal = next.arrived(agent, HOUR + 1, contents.decode(row).series());

    // Then
    assertThat(refusal).isPresent();
    assertThat(again.select(List.of()))
        .extracting(series -> series.key().name(""))
        .containsExactlyInAnyOrderElementsOf(
            stored.stream()
                .map(name -> SeriesName.of(SYSTEM, name.metric(), name.labels(), ""))
                .toList());
  }

  @Test
  void index_anotherOwner_findsWhatIsInChunksAndInTheJournal() {
    // Given
    journal(HOUR, 5);
    build(HOUR);
    journal(HOUR + 1, 5);
    var fresh = new SeriesIndex();
    var other = upkeep(fresh, new ChunkCache(chunks, 10_000_000, clock.nanoTime()));

    // When
    other.run(ALL);

    // Then
    assertThat(fresh.size()).isEqualTo(SERIES);

    // When
    other.run(List.of());

    // Then
    assertThat(fresh.size()).isZero();
    assertThat(fresh.select(List.of())).isEmpty();
  }

  @Test
  void index_ownerThatReplaysOneHour_looksIntoTheOthersWhenItServes() {
    journal(HOUR, 5, 1, SERIES);
    journal(HOUR + 1, 5, 2, 3);
    var fresh = new SeriesIndex();
    var other = upkeep(fresh, cache);
    var row = journal.find(agent, HOUR + 1, new BatchKey(5, 2)).orElseThrow();
    assertThat(other.arrived(agent, HOUR + 1, contents.decode(row).series())).isEmpty();
    other.run(List.of());
    other.run(ALL);
    assertThat(fresh.size()).isEqualTo(SERIES);
  }
}
