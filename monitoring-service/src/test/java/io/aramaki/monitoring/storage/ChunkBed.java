package io.aramaki.monitoring.storage;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkReader;
import io.aramaki.monitoring.domain.chunk.ChunkRow;
import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import io.aramaki.monitoring.domain.chunk.ChunkStore;
import io.aramaki.monitoring.domain.hours.HourRegister;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.quarantine.Aside;
import io.aramaki.monitoring.domain.quarantine.QuarantineEntry;
import io.aramaki.monitoring.domain.retention.Keep;
import io.aramaki.monitoring.domain.retention.Retention;
import io.aramaki.monitoring.domain.sample.SampleReader;
import io.aramaki.monitoring.domain.sample.SampleReader.Range;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
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
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;

/// The stores of chunks on a real Cassandra, and an hour of an agent's journal.
final class ChunkBed {
  static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  static final long HOUR = BEGIN.getEpochSecond() / 3_600;
  static final String SYSTEM = "orgs/o/systems/web";
  static final int SERIES = 150;
  static final int STEPS = 20;

  final CassandraJournal journal;
  final CassandraChunks chunks;
  final CassandraResults results;
  final CassandraOpenHours openHours;
  final CassandraReporters reporters;
  final CassandraTimelineStore timeline;
  private final CassandraDictionaries kept;
  JournalDictionaries dictionaries;
  Contents contents;
  final MutableClock clock = new MutableClock(BEGIN.plus(Duration.ofHours(2)));
  final List<QuarantineEntry> aside = new ArrayList<>();
  String agent = "";

  ChunkBed(CqlSession session) {
    var cql = new Cql(session);
    new SchemaInstaller(cql, Clock.systemUTC(), UUID::randomUUID).install(CassandraJournal.class);
    journal = new CassandraJournal(cql, new BatchHeads());
    chunks = new CassandraChunks(cql);
    results = new CassandraResults(cql);
    openHours = new CassandraOpenHours(cql);
    reporters = new CassandraReporters(cql);
    timeline = new CassandraTimelineStore(cql);
    kept = new CassandraDictionaries(cql);
    forgetNames();
  }

  /// As after a start: what was named is read from the journal, or from where it was kept.
  void forgetNames() {
    dictionaries = new JournalDictionaries(journal, kept);
    contents = new Contents(dictionaries);
  }

  static Keep keep(long samples, long rollup5m, long rollup1h) {
    return new Keep(Duration.ofDays(samples), Duration.ofDays(rollup5m), Duration.ofDays(rollup1h));
  }

  static Retention keepAll(long samples, long rollup5m, long rollup1h) {
    return new Retention(keep(samples, rollup5m, rollup1h), List.of());
  }

  ChunkBuilder builder(Journal of, Retention retention, LongSupplier builds) {
    return new ChunkBuilder(
        of,
        contents,
        chunks,
        results,
        dictionaries,
        retention,
        builds,
        this::aside,
        clock,
        (_, _, _) -> {});
  }

  Aside aside() {
    var patience = new Patience(new Random(3));
    return new Aside(aside::add, new Timeline(timeline), patience, () -> false, clock);
  }

  private static List<SeriesName> names(int count) {
    var names = new ArrayList<SeriesName>();
    for (int i = 0; i < count; i++) {
      names.add(SeriesName.of(SYSTEM, "metric_" + i / 10, Map.of("n", "s" + i), ""));
    }
    return names;
  }

  /// A batch of all series, beginning at a time; the first of a boot names them.
  static byte[] content(long seq, int series, Instant from) {
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

  void journal(long boot, long seq, int series, Instant from) {
    journal(boot, seq, content(seq, series, from), HOUR);
  }

  void journal(long boot, long seq, byte[] content, long hour) {
    journal.append(row(2, boot, seq, content, hour));
    new HourRegister(openHours, "test", Shards::of, clock).wrote(agent, hour);
  }

  JournalRow row(int format, long boot, long seq, byte[] content, long hour) {
    var header =
        BatchHeader.newBuilder().setFormat(format).setBoot(boot).setSeq(seq).setHour(hour).build();
    var head = new BatchHead(format, new BatchKey(boot, seq), 0, 0, hour, 0, 0, List.of());
    return new JournalRow(
        agent,
        head,
        ByteBuffer.wrap(header.toByteArray()),
        ByteBuffer.wrap(content),
        ByteBuffer.allocate(32),
        clock.instant(),
        "");
  }

  /// Journals an hour in 18 batches of 20 steps of 10 s.
  void hour() {
    for (int seq = 1; seq <= 18; seq++) {
      journal(5, seq, SERIES, BEGIN.plusSeconds(200L * (seq - 1)));
    }
  }

  /// The pages of the hour.
  List<ChunkRow> pages() {
    return chunks.keys(agent, Math.floorDiv(HOUR, 24)).stream()
        .filter(key -> key.hour() == HOUR)
        .flatMap(key -> chunks.read(key).stream())
        .toList();
  }

  /// The rollup of a page.
  byte[] rollup(PageKey key) {
    return chunks
        .written(key.agent(), key.hour(), key.build(), List.of(key.set()))
        .getFirst()
        .rollup();
  }

  /// All samples as a reader finds them.
  Map<SeriesKey, List<String>> read() {
    return read(chunks);
  }

  Map<SeriesKey, List<String>> read(ChunkStore from) {
    var reader =
        new SampleReader(journal, contents, new ChunkReader(from), openHours, reporters, clock);
    var all = new TreeMap<SeriesKey, List<String>>();
    for (int metric = 0; metric <= SERIES / 10; metric++) {
      var range =
          new Range(
              SYSTEM,
              "metric_" + metric,
              BEGIN.minus(Duration.ofDays(2)),
              BEGIN.plus(Duration.ofHours(3)),
              Map.of());
      reader.read(range).forEach((key, samples) -> all.put(key, texts(samples)));
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

  long journalRows() {
    return journal.read(agent, HOUR, new BatchKey(Long.MIN_VALUE, 0), 1_000).size();
  }
}
