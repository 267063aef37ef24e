package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.app.Failpoint;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.chunk.PageSplitter.Part;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.observation.Dictionaries;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.quarantine.Aside;
import io.aramaki.monitoring.domain.result.ResultPage;
import io.aramaki.monitoring.domain.result.ResultStore;
import io.aramaki.monitoring.domain.retention.Retention;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.series.WriterName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a closed hour of an agent's journal into chunks.
///
/// ```
/// journal rows + chunks that the hour has already ─▶ new chunks ─▶ read back, compared ─▶ old ones and rows deleted
/// ```
///
/// Rollups lie beside the chunks of which they are made, come with them and go with them: what
/// comes late makes new ones of all samples.
///
/// Whatever happens in between, the union of what lies there has every sample; the same once more
/// changes nothing.
public final class ChunkBuilder {
  /// So many samples of an hour are put together at once: with 16 bytes each they are 16 MiB.
  static final long SAMPLES_MAX = 1_000_000;

  /// Whoever holds more samples than this waits until it is one of [#LARGE_AT_ONCE_MAX].
  public static final long SMALL_SAMPLES_MAX = 100_000;

  /// How many hours may hold more than [#SMALL_SAMPLES_MAX] at the same time.
  static final int LARGE_AT_ONCE_MAX = 2;

  private static final Logger log = LoggerFactory.getLogger(ChunkBuilder.class);

  /// So many results are put together at once; a batch has far fewer.
  private static final int RESULTS_MAX = ResultPage.RESULTS_MAX / 2;

  /// As long as a batch may come that uses the names.
  private static final Duration DICTIONARY_KEEP = BatchRules.RETENTION.plusHours(2);

  private static final int HOURS = 24;

  private final Journal journal;
  private final Decoder decoder;
  private final ChunkStore chunks;
  private final ResultStore results;
  private final Dictionaries dictionaries;
  private final Retention retention;
  private final PageWriter pages;
  private final KnownPages known;
  private final LongSupplier builds;
  private final Supplier<Aside> aside;
  private final InstantSource clock;
  private final Listener listener;
  private final Semaphore large = new Semaphore(LARGE_AT_ONCE_MAX);

  /// @param builds gives random numbers that name builds
  /// @param aside for what programs wrote and nobody can read; one for each build
  public ChunkBuilder(
      Journal journal,
      Decoder decoder,
      ChunkStore chunks,
      ResultStore results,
      Dictionaries dictionaries,
      Retention retention,
      LongSupplier builds,
      Supplier<Aside> aside,
      InstantSource clock,
      Listener listener) {
    this.journal = journal;
    this.decoder = decoder;
    this.chunks = chunks;
    this.results = results;
    this.dictionaries = dictionaries;
    this.retention = retention;
    this.pages = new PageWriter(chunks, builds);
    this.known = new KnownPages(chunks);
    this.builds = builds;
    this.aside = aside;
    this.clock = clock;
    this.listener = listener;
  }

  /// Says whether batches may leave the journal: what is to be done with them beside keeping their
  /// samples was done, and that is durable.
  @FunctionalInterface
  public interface Settled {
    boolean test(String agent, List<SeqRange> batches);
  }

  /// Is told what was built before the chunks and the batches go that are in it.
  @FunctionalInterface
  public interface Listener {
    void built(String agent, long hour, Collection<SeriesSet> sets);

    /// Says which samples of a batch are kept. The others were refused when they came.
    default List<SeriesBlock> kept(String agent, List<SeriesBlock> blocks) {
      return blocks;
    }
  }

  /// What was built.
  ///
  /// @param batches rows of the journal that were put into chunks
  /// @param samples how many samples they and older chunks had
  /// @param bytes how long the new pages are
  public record Built(long batches, long samples, long bytes) {
    static final Built NOTHING = new Built(0, 0, 0);

    Built plus(Built other) {
      return new Built(batches + other.batches, samples + other.samples, bytes + other.bytes);
    }
  }

  /// Builds an hour.
  ///
  /// @return empty if the batches are not settled yet
  public Optional<Built> build(String agent, long hour, Settled settled) {
    var built = Built.NOTHING;
    boolean all = false;
    for (boolean first = true; !all; first = false) {
      var rows = new JournalHour(journal, agent, hour);
      try (var pass = new Pass(agent, hour)) {
        all = rows.read(pass::take);
        if (!settled.test(agent, rows.ranges())) {
          return Optional.empty();
        }
        if (pass.batches > 0) {
          List<ChunkRow> before = first && all ? pagesOf(agent, hour) : List.of();
          built = built.plus(pass.write(before));
        }
        listener.built(agent, hour, pass.sets);
        pass.deleteOld();
      }
      Failpoint.at("afterChunksBeforeJournal");
      rows.delete();
    }
    return Optional.of(built);
  }

  private List<ChunkRow> pagesOf(String agent, long hour) {
    return known.of(agent, hour).stream().flatMap(key -> chunks.read(key).stream()).toList();
  }

  /// Says that other instances may have built since: it is read again what there is.
  public void ownersChanged() {
    known.forget();
  }

  /// What is built at once.
  private final class Pass implements AutoCloseable {
    private final String agent;
    private final long hour;
    private final HourSamples samples;
    private final List<CheckResult> found = new ArrayList<>();
    private final List<SeriesSet> sets = new ArrayList<>();
    private final List<ChunkRow> old = new ArrayList<>();
    private @Nullable Aside unread;
    private int batches;
    private boolean isLarge;

    Pass(String agent, long hour) {
      this.agent = agent;
      this.hour = hour;
      this.samples = new HourSamples(hour);
    }

    boolean take(JournalRow row) {
      if (!row.isRefused()) {
        batches++;
        grow(row.head().sampleCount());
        try {
          Observations content = decoder.decode(row);
          listener.kept(agent, content.series()).forEach(samples::add);
          found.addAll(content.results());
          content.names().ifPresent(names -> keep(row, names));
        } catch (Undecodable e) {
          putAside(row, e);
        }
      }
      grow(0);
      return samples.count() < SAMPLES_MAX && found.size() < RESULTS_MAX;
    }

    /// What an agent sent lies in the quarantine since it was looked at, what a program wrote was
    /// not looked at yet.
    private void putAside(JournalRow row, Undecodable e) {
      if (WriterName.is(agent)) {
        String why = String.valueOf(e.getMessage());
        unread = unread == null ? aside.get() : unread;
        unread.put(row, "", "UNDECODABLE", why, WriterName.system(agent));
      } else {
        log.atDebug().addKeyValue("agent", agent).log("an undecodable batch leaves the journal");
      }
    }

    /// Waits for its turn if it holds many samples.
    ///
    /// @param more how many are said to come
    private void grow(long more) {
      if (!isLarge && samples.count() + more > SMALL_SAMPLES_MAX) {
        large.acquireUninterruptibly();
        isLarge = true;
      }
    }

    @Override
    public void close() {
      if (isLarge) {
        large.release();
      }
    }

    private void keep(JournalRow row, SeriesSet names) {
      Instant now = clock.instant();
      dictionaries.keep(
          agent, row.head().hour(), row.head().key(), names, now, now.plus(DICTIONARY_KEEP));
    }

    Built write(List<ChunkRow> before) {
      Map<String, SeriesSet> known = sets(before);
      for (ChunkRow row : before) {
        SeriesSet set = known.get(row.key().set());
        if (set != null && samples.count() < SAMPLES_MAX) {
          add(row.page(), set);
          old.add(row);
          grow(0);
        }
      }
      writeResults();
      long bytes = 0;
      for (var entry : samples.byHour().entrySet()) {
        Instant now = clock.instant();
        Instant until = PageTimes.until(entry.getKey(), retention.longest(), now);
        chunks.putAgent(agent, day(entry.getKey()), now, until);
        bytes += write(entry.getKey(), PageSplitter.split(entry.getValue(), retention));
      }
      return new Built(batches, samples.count(), bytes);
    }

    /// Deletes what was put together with other samples, after it is known where they are now.
    void deleteOld() {
      for (ChunkRow row : old) {
        chunks.delete(row.key());
        Failpoint.at("whileOldChunksAreDeleted");
      }
    }

    private Map<String, SeriesSet> sets(List<ChunkRow> before) {
      return before.isEmpty()
          ? Map.of()
          : chunks.sets(agent).stream()
              .map(ChunkStore.StoredSet::set)
              .collect(Collectors.toMap(SeriesSet::id, Function.identity()));
    }

    private void add(ChunkPage page, SeriesSet set) {
      var reader = page.reader();
      for (int i = 0; i < page.heads().series(); i++) {
        int points = reader.read(i);
        if (points > 0) {
          SeriesName name = set.series().get(i);
          var key = SeriesKey.of(name.system(), name.metric(), name.labels(), agent);
          samples.add(key, name.unit(), reader.times(), reader.values(), points);
        }
      }
    }

    private long write(long ofHour, List<Part> parts) {
      Instant now = clock.instant();
      for (Part part : parts) {
        sets.add(part.set());
        Instant until = PageTimes.of(ofHour, part.keep(), now).heads();
        chunks.putSet(agent, part.set(), day(ofHour), now, until);
      }
      try {
        return pages.write(agent, ofHour, parts, now);
      } finally {
        // Also if it failed: pages may be there.
        known.wrote(agent, ofHour);
      }
    }

    /// Results of the hour that lie there already are put together with these.
    private void writeResults() {
      if (found.isEmpty()) {
        return;
      }
      var old = new ArrayList<ResultStore.Stored>();
      for (ResultStore.Stored before : results.read(agent, hour, hour)) {
        if (found.size() + before.results().size() <= ResultPage.RESULTS_MAX) {
          found.addAll(before.results());
          old.add(before);
        }
      }
      long build = builds.getAsLong();
      results.write(agent, hour, build, found, left(hour, retention.others().samples()));
      boolean there =
          results.read(agent, hour, hour).stream()
              .anyMatch(back ->
                  back.build() == build && Set.copyOf(found).equals(Set.copyOf(back.results())));
      if (!there) {
        throw new IllegalStateException(
            "results of %s in hour %d read back otherwise".formatted(agent, hour));
      }
      old.forEach(before -> results.delete(agent, before.hour(), before.build()));
    }

    private static long day(long ofHour) {
      return Math.floorDiv(ofHour, HOURS);
    }

    private Duration left(long ofHour, Duration kept) {
      Instant now = clock.instant();
      return Duration.between(now, PageTimes.until(ofHour, kept, now));
    }
  }
}
