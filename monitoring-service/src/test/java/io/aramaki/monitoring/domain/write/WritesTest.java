package io.aramaki.monitoring.domain.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.MonitoringException.InvalidContent;
import io.aramaki.monitoring.domain.MonitoringException.UnknownSeries;
import io.aramaki.monitoring.domain.MonitoringException.WritesFull;
import io.aramaki.monitoring.domain.hours.HourRegister;
import io.aramaki.monitoring.domain.hours.OpenHours;
import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sample.Reporters;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WritesTest {
  private static final String SYSTEM = "orgs/o/systems/web";
  private static final long DICTIONARY = 99;
  private static final Instant NOW = Instant.parse("2026-01-01T12:30:00Z");

  private final HeldJournal journal = new HeldJournal();
  private final List<OpenHour> told = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FullGate gate = new FullGate();
  private final MutableClock clock = new MutableClock(NOW);
  private final Writes writes =
      new Writes(
          journal,
          journal,
          new HourRegister(new ToldHours(told), "m1", _ -> 3, InstantSource.fixed(NOW)),
          _ -> ByteBuffer.wrap(new byte[] {1}),
          "m1",
          77,
          clock,
          gate,
          System::nanoTime);

  @AfterEach
  void close() {
    journal.open.countDown();
    threads.shutdownNow();
  }

  /// Has no room for some metrics, once it is full.
  private static final class FullGate implements SeriesGate {
    private Set<String> beyond = Set.of();

    @Override
    public boolean hasRoom(String system, int series) {
      return beyond.isEmpty();
    }

    @Override
    public Verdict judge(String writer, List<SeriesName> names) {
      var refused = new BitSet();
      for (int i = 0; i < names.size(); i++) {
        refused.set(i, beyond.contains(names.get(i).metric()));
      }
      return new Verdict(refused, refused.isEmpty() ? "" : "SERIES_LIMIT: " + writer);
    }
  }

  /// A journal that lets its first row wait until it is opened.
  private static final class HeldJournal implements Journal, Reporters {
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<JournalRow> rows = new CopyOnWriteArrayList<>();
    private final List<String> noted = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    @Override
    public void append(JournalRow row) {
      begun.incrementAndGet();
      try {
        assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
      rows.add(row);
    }

    @Override
    public Optional<JournalRow> find(String agent, long hour, BatchKey key) {
      return Optional.empty();
    }

    @Override
    public List<JournalRow> read(String agent, long hour, long boot, long afterSeq, int limit) {
      return List.of();
    }

    @Override
    public List<JournalRow> read(String agent, long hour, BatchKey after, int limit) {
      return List.of();
    }

    @Override
    public List<Long> boots(String agent, long hour) {
      return List.of();
    }

    @Override
    public void delete(String agent, long hour, SeqRange range) {
      throw new IllegalStateException("nothing is deleted here");
    }

    @Override
    public void add(String system, String agent) {
      noted.add(system + " " + agent);
    }

    @Override
    public List<String> of(String system) {
      return List.of();
    }
  }

  /// Remembers what was said.
  private record ToldHours(List<OpenHour> told) implements OpenHours {
    @Override
    public void open(int shard, OpenHour hour) {
      told.add(hour);
    }

    @Override
    public List<OpenHour> of(int shard) {
      return List.of();
    }

    @Override
    public List<OpenHour> of(int shard, String agent) {
      return List.of();
    }

    @Override
    public void close(int shard, OpenHour hour) {
      throw new IllegalStateException("nothing is closed here");
    }
  }

  /// Three series of 1, 2 and 3 samples.
  private static byte[] three() {
    var names =
        Stream.of("a", "b", "c").map(name -> SeriesName.of(SYSTEM, name, Map.of(), "")).toList();
    var writer = new BatchWriter(0, 0, names);
    long now = NOW.toEpochMilli();
    for (int i = 0; i < names.size(); i++) {
      writer.add(i, new long[] {now, now + 1, now + 2}, new double[] {i, i, i}, i + 1);
    }
    return writer.content();
  }

  @Test
  void seriesBeyondTheLimit_areLeftOutAndTold_andTheOthersAreWritten() {
    // Given
    journal.open.countDown();
    gate.beyond = Set.of("b");

    // When
    Taken taken = writes.write(SYSTEM, three(), 6, 3);

    // Then
    assertThat(taken).isEqualTo(new Taken(2, "SERIES_LIMIT: " + SYSTEM + "/writers/m1", false));
    JournalRow row = journal.rows.getFirst();
    var content = BatchContent.open(bytes(row.content()));
    assertThat(content.own()).extracting(SeriesName::metric).containsExactly("a", "c");
    assertThat(row.head().sampleCount()).isEqualTo(4);
    var counts = new ArrayList<String>();
    content.samples(
        0,
        (number, _, values, from, count) -> counts.add(number + ":" + values[from] + ":" + count));
    assertThat(counts).containsExactly("0:0.0:1", "1:2.0:3");
    assertThat(writes.samplesTotal()).isEqualTo(4);
  }

  @Test
  void seriesBeyondTheLimit_allOfThem_noRow() {
    // Given
    gate.beyond = Set.of("a", "b", "c");

    // When
    Taken taken = writes.write(SYSTEM, three(), 6, 3);

    // Then
    assertThat(taken.refused()).isEqualTo(6);
    assertThat(journal.begun).hasValue(0);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] content(String metric, int samples, long from) {
    var writer = new BatchWriter(0, 0, List.of(SeriesName.of(SYSTEM, metric, Map.of(), "")));
    var times = new long[samples];
    var values = new double[samples];
    for (int i = 0; i < samples; i++) {
      times[i] = NOW.toEpochMilli() - from - i;
      values[i] = from + i;
    }
    writer.add(0, times, values, samples);
    return writer.content();
  }

  private Future<?> begin(String metric, int samples, long from) {
    return threads.submit(() -> writes.write(SYSTEM, content(metric, samples, from), samples, 1));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private void awaitFirstRow() {
    await(() -> journal.begun.get() == 1);
  }

  private static Map<String, Integer> samples(JournalRow row) {
    var bytes = new byte[row.content().remaining()];
    row.content().duplicate().get(bytes);
    var content = BatchContent.open(bytes);
    var counts = new TreeMap<String, Integer>();
    content.samples(
        0,
        (series, _, _, _, count) ->
            counts.merge(content.own().get(series).metric(), count, Integer::sum));
    return counts;
  }

  @Test
  void whatArrivesWhileARowIsWritten_goesTogetherIntoTheNext() throws Exception {
    // Given
    var all = new ArrayList<Future<?>>();
    all.add(begin("first", 1, 0));
    awaitFirstRow();
    for (int i = 0; i < 20; i++) {
      all.add(begin(i % 2 == 0 ? "even" : "odd", 2, 100L * i));
    }
    await(() -> writes.waitingTotal() == 20);

    // When
    journal.open.countDown();
    for (var each : all) {
      each.get(60, TimeUnit.SECONDS);
    }

    // Then
    assertThat(journal.rows).hasSize(2);
    assertThat(samples(journal.rows.getFirst())).isEqualTo(Map.of("first", 1));
    assertThat(samples(journal.rows.get(1))).isEqualTo(Map.of("even", 20, "odd", 20));
    assertThat(journal.rows.get(1).head().sampleCount()).isEqualTo(40);
    assertThat(journal.rows).extracting(JournalRow::agent).containsOnly(SYSTEM + "/writers/m1");
    assertThat(journal.rows).extracting(row -> row.head().key().seq()).containsExactly(1L, 2L);
    assertThat(journal.noted).containsExactly(SYSTEM + " " + SYSTEM + "/writers/m1");
    assertThat(writes.samplesTotal()).isEqualTo(41);
  }

  @Test
  void writesOfTwoHours_goIntoRowsOfTheirHours_whichAreSaid() throws Exception {
    // Given: every second one an hour earlier
    var all = new ArrayList<Future<?>>();
    all.add(begin("first", 1, 0));
    awaitFirstRow();
    for (int i = 0; i < 20; i++) {
      all.add(begin("m", 1, i % 2 == 0 ? 100L * i : 3_600_000L + 100L * i));
      int waiting = i + 1;
      await(() -> writes.waitingTotal() == waiting);
    }

    // When
    journal.open.countDown();
    for (var each : all) {
      each.get(60, TimeUnit.SECONDS);
    }

    // Then
    long hour = NOW.getEpochSecond() / 3_600;
    assertThat(journal.rows)
        .extracting(row -> row.head().hour())
        .containsExactly(hour, hour, hour - 1);
    assertThat(journal.rows)
        .extracting(row -> row.head().sampleCount())
        .containsExactly(1L, 10L, 10L);
    assertThat(told).extracting(OpenHour::hour).containsExactly(hour, hour - 1);
  }

  @Test
  void oneSeriesFullInEachWrite_isNeverPutTogetherBeyondWhatARowHolds() throws Exception {
    // Given
    var all = new ArrayList<Future<?>>();
    all.add(begin("m", 1, 0));
    awaitFirstRow();
    for (int i = 0; i < 3; i++) {
      all.add(begin("m", BatchContent.SAMPLES_PER_SERIES_MAX, 600_000L * i));
    }
    await(() -> writes.waitingTotal() == 3);

    // When
    journal.open.countDown();
    for (var each : all) {
      each.get(60, TimeUnit.SECONDS);
    }

    // Then
    assertThat(journal.rows).hasSize(4);
  }

  @Test
  void rowThatFails_failsForAllThatWereInIt_andTheNextOneFlows() throws Exception {
    // Given
    journal.failure = Optional.of(new IllegalStateException("away"));
    var first = begin("a", 1, 0);
    awaitFirstRow();
    var second = begin("b", 1, 0);
    var third = begin("c", 1, 0);
    await(() -> writes.waitingTotal() == 2);

    // When
    journal.open.countDown();

    // Then
    for (var each : List.of(first, second, third)) {
      assertThatThrownBy(() -> each.get(60, TimeUnit.SECONDS)).hasMessageContaining("away");
    }
    journal.failure = Optional.empty();
    writes.write(SYSTEM, content("d", 1, 0), 1, 1);
    assertThat(journal.rows).hasSize(1);
    assertThat(writes.samplesTotal()).isEqualTo(1);
  }

  @Test
  void asMuchInFlightAsMayBe_isRefused_andTakenWhenSomeIsDone() throws Exception {
    // Given
    int samples = BatchContent.SAMPLES_PER_SERIES_MAX;
    byte[] big = content("m", samples, 0);
    int each = 1 + big.length / 1024 + samples / 64;
    var all = new ArrayList<Future<?>>();
    for (int i = 0; i < Writes.IN_FLIGHT_KIB_MAX / each; i++) {
      all.add(threads.submit(() -> writes.write(SYSTEM, big, samples, 1)));
    }
    await(() -> writes.waitingTotal() == all.size() - 1);

    // When / Then
    assertThatThrownBy(() -> writes.write(SYSTEM, big, samples, 1)).isInstanceOf(WritesFull.class);
    assertThat(writes.fullTotal()).isEqualTo(1);
    journal.open.countDown();
    for (var done : all) {
      done.get(60, TimeUnit.SECONDS);
    }
    writes.write(SYSTEM, big, samples, 1);
  }

  private static List<SeriesName> names(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> SeriesName.of(SYSTEM, "m" + i, Map.of(), ""))
        .toList();
  }

  /// Tells series of a dictionary, each with one sample.
  private static void tell(Writes writes, int from, int to, double value) {
    List<SeriesName> names = names(from, to);
    var writer = new BatchWriter(DICTIONARY, 0, names);
    for (int i = 0; i < names.size(); i++) {
      writer.add(i, new long[] {NOW.toEpochMilli()}, new double[] {value}, 1);
    }
    int size = to - from;
    List<Integer> places = IntStream.range(from, to).boxed().toList();
    writes.write(SYSTEM, writer.content(), size, size, 0, places);
  }

  /// A sample of each of some series that were told.
  private static byte[] byNumber(int from, int to, double value) {
    return byNumber(from, to, value, NOW.plusMillis(1));
  }

  private static byte[] byNumber(int from, int to, double value, Instant time) {
    var writer = new BatchWriter(DICTIONARY, to, List.of());
    for (int i = from; i < to; i++) {
      writer.add(i, new long[] {time.toEpochMilli()}, new double[] {value}, 1);
    }
    return writer.content();
  }

  /// The samples of a row, by the names that it has or that an earlier row has for it.
  private Map<String, Double> read(JournalRow row) {
    var content = BatchContent.open(bytes(row.content()));
    var all = new ArrayList<SeriesName>();
    if (content.dictionary() != 0) {
      JournalRow earlier =
          journal.rows.stream()
              .filter(other -> other.head().key().seq() == content.dictionary())
              .findFirst()
              .orElseThrow();
      assertThat(earlier.head().hour()).isEqualTo(row.head().hour());
      all.addAll(BatchContent.open(bytes(earlier.content())).own());
    }
    int inherited = all.size();
    all.addAll(content.own());
    var values = new TreeMap<String, Double>();
    content.samples(
        inherited, (number, _, some, from, _) -> values.put(all.get(number).metric(), some[from]));
    return values;
  }

  private static Map<String, Double> expected(int from, int to, double value) {
    var values = new TreeMap<String, Double>();
    names(from, to).forEach(name -> values.put(name.metric(), value));
    return values;
  }

  private int named(int row) {
    return BatchContent.open(bytes(journal.rows.get(row).content())).own().size();
  }

  @Test
  void toldSeries_areNamedAboutTwiceInAnHour() {
    // Given
    journal.open.countDown();

    // When
    tell(writes, 0, 100, 1);
    writes.write(SYSTEM, byNumber(0, 100, 2), 100, 0, 100, List.of());
    tell(writes, 100, 120, 3);
    writes.write(SYSTEM, byNumber(50, 120, 4), 70, 0, 120, List.of());
    tell(writes, 120, 300, 5);
    writes.write(SYSTEM, byNumber(0, 300, 6), 300, 0, 300, List.of());

    // Then
    assertThat(journal.rows).hasSize(6);
    assertThat(read(journal.rows.get(0))).isEqualTo(expected(0, 100, 1));
    assertThat(read(journal.rows.get(1))).isEqualTo(expected(0, 100, 2));
    assertThat(read(journal.rows.get(2))).isEqualTo(expected(100, 120, 3));
    assertThat(read(journal.rows.get(3))).isEqualTo(expected(50, 120, 4));
    assertThat(read(journal.rows.get(4))).isEqualTo(expected(120, 300, 5));
    assertThat(read(journal.rows.get(5))).isEqualTo(expected(0, 300, 6));
    assertThat(IntStream.range(0, 6).map(this::named)).containsExactly(100, 0, 20, 20, 180, 300);
  }

  @Test
  void seriesThatWereNeverTold_areRefused_andTakenOnceTheyAre() {
    // Given
    journal.open.countDown();
    tell(writes, 0, 10, 1);

    // When, then
    assertThatThrownBy(() -> writes.write(SYSTEM, byNumber(5, 12, 2), 7, 0, 12, List.of()))
        .isInstanceOf(UnknownSeries.class)
        .hasMessageContaining("place 10 ");
    assertThatThrownBy(
            () -> writes.write("orgs/o/systems/db", byNumber(0, 1, 2), 1, 0, 1, List.of()))
        .isInstanceOf(UnknownSeries.class);
    assertThat(journal.rows).hasSize(1);
    tell(writes, 10, 12, 2);
    writes.write(SYSTEM, byNumber(5, 12, 2), 7, 0, 12, List.of());
    assertThat(read(journal.rows.get(2))).isEqualTo(expected(5, 12, 2));
  }

  @Test
  void rowWithTheNamesFails_theNextOneHasThem() {
    // Given
    journal.open.countDown();
    journal.failure = Optional.of(new IllegalStateException("away"));
    assertThatThrownBy(() -> tell(writes, 0, 100, 1)).hasMessage("away");
    journal.failure = Optional.empty();

    // When
    writes.write(SYSTEM, byNumber(0, 100, 2), 100, 0, 100, List.of());
    writes.write(SYSTEM, byNumber(0, 100, 3), 100, 0, 100, List.of());

    // Then
    assertThat(read(journal.rows.get(0))).isEqualTo(expected(0, 100, 2));
    assertThat(read(journal.rows.get(1))).isEqualTo(expected(0, 100, 3));
    assertThat(IntStream.range(0, 2).map(this::named)).containsExactly(100, 0);
  }

  @Test
  void anotherHour_namesAgain() {
    // Given
    journal.open.countDown();
    tell(writes, 0, 100, 1);
    clock.advance(Duration.ofHours(1));

    // When
    writes.write(SYSTEM, byNumber(0, 100, 2, NOW.plusSeconds(3_600)), 100, 0, 100, List.of());
    writes.write(SYSTEM, byNumber(0, 100, 3, NOW), 100, 0, 100, List.of());

    // Then
    long hour = journal.rows.getFirst().head().hour();
    assertThat(journal.rows)
        .extracting(row -> row.head().hour())
        .as("the hour of the samples")
        .containsExactly(hour, hour + 1, hour);
    assertThat(read(journal.rows.get(1))).isEqualTo(expected(0, 100, 2));
    assertThat(read(journal.rows.get(2))).isEqualTo(expected(0, 100, 3));
    assertThat(IntStream.range(0, 3).map(this::named)).containsExactly(100, 100, 0);
  }

  @Test
  void toldSeriesBeyondTheLimit_areLeftOut() {
    // Given
    journal.open.countDown();
    tell(writes, 0, 3, 1);
    gate.beyond = Set.of("m1");

    // When
    Taken taken = writes.write(SYSTEM, byNumber(0, 3, 2), 3, 0, 3, List.of());

    // Then
    assertThat(taken.refused()).isEqualTo(1);
    assertThat(read(journal.rows.get(1))).isEqualTo(Map.of("m0", 2.0, "m2", 2.0));
  }

  @Test
  void dictionaryThatDoesNotFit_isRefused() {
    byte[] told = byNumber(0, 3, 2);
    byte[] whole = three();

    assertInvalid("inherited_count is 100001", told, 3, 0, 100_001, List.of());
    assertInvalid("1 places are given for 0 series", told, 3, 0, 3, List.of(1));
    assertInvalid("none of format 2", told, 3, 0, 2, List.of());
    assertInvalid("must name its series itself", whole, 6, 3, 1, List.of());
    assertInvalid("must name its series itself", whole, 6, 3, 0, List.of(1, 2, 3));
    assertThat(journal.begun).hasValue(0);
  }

  private void assertInvalid(
      String why, byte[] content, int samples, int series, long inherited, List<Integer> places) {
    assertThatThrownBy(() -> writes.write(SYSTEM, content, samples, series, inherited, places))
        .isInstanceOf(InvalidContent.class)
        .hasMessageContaining(why);
  }

  @Test
  void anyBytes_areRefusedAsInvalid_andTakeNoRoom() {
    // Given
    byte[] sound = content("m", 50, 0);
    journal.open.countDown();

    // When / Then
    for (int place = 0; place < sound.length; place++) {
      byte[] broken = Arrays.copyOf(sound, place);
      assertThatThrownBy(() -> writes.write(SYSTEM, broken, 50, 1))
          .isInstanceOf(InvalidContent.class);
    }
    writes.write(SYSTEM, sound, 50, 1);
    assertThat(journal.rows).hasSize(1);
  }
}
