package io.aramaki.monitoring.domain.sample;

import io.aramaki.monitoring.domain.MonitoringException.InvalidRange;
import io.aramaki.monitoring.domain.MonitoringException.TooManySamples;
import io.aramaki.monitoring.domain.chunk.ChunkReader;
import io.aramaki.monitoring.domain.hours.OpenHours;
import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Undecodable;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.shard.Shards;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads a range of a metric from the journal and from chunks. What is acknowledged lies there, so
/// nothing in memory is asked. An hour of the journal goes only after its chunks are there, so the
/// journal is read first: what leaves it meanwhile is found in chunks.
public final class SampleReader {
  public static final int SAMPLES_MAX = 1_000_000;
  public static final Duration RANGE_MAX = Duration.ofDays(31);
  private static final int PAGE = 100;

  private final Journal journal;
  private final Decoder decoder;
  private final ChunkReader chunks;
  private final OpenHours openHours;
  private final Reporters reporters;
  private final InstantSource clock;

  public SampleReader(
      Journal journal,
      Decoder decoder,
      ChunkReader chunks,
      OpenHours openHours,
      Reporters reporters,
      InstantSource clock) {
    this.journal = journal;
    this.decoder = decoder;
    this.chunks = chunks;
    this.openHours = openHours;
    this.reporters = reporters;
    this.clock = clock;
  }

  /// What is read.
  ///
  /// @param system the system
  /// @param metric the metric
  /// @param from samples at or after this time
  /// @param to samples before this time
  /// @param labels only series with these labels
  public record Range(
      String system, String metric, Instant from, Instant to, Map<String, String> labels) {
    public Range {
      if (!from.isBefore(to)) {
        throw new InvalidRange("start_time " + from + " must be before end_time " + to);
      }
      if (Duration.between(from, to).compareTo(RANGE_MAX) > 0) {
        throw new InvalidRange("end_time must be at most 31 d after start_time, was " + to);
      }
      labels = Map.copyOf(labels);
    }

    private boolean has(SeriesKey key) {
      return key.metric().equals(metric) && key.system().equals(system) && key.has(labels);
    }
  }

  /// Reads.
  public NavigableMap<SeriesKey, Samples> read(Range range) {
    var found = new TreeMap<SeriesKey, Samples>();
    var budget = new int[] {SAMPLES_MAX};
    for (String agent : reporters.of(range.system())) {
      Set<Long> open = openHours(agent);
      for (long hour : open) {
        for (long boot : journal.boots(agent, hour)) {
          readBoot(range, agent, hour, boot, found, budget);
        }
      }
      readChunks(range, agent, over(open), found, budget);
    }
    found.values().forEach(Samples::seal);
    return found;
  }

  private Set<Long> openHours(String agent) {
    return openHours.of(Shards.of(agent), agent).stream()
        .map(OpenHour::hour)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Only hours that are over are built, and only if they are open: one that a late batch opens now
  /// is left alone for a while.
  private Set<Long> over(Set<Long> open) {
    long now = BatchRules.hourOf(clock.instant());
    return open.stream().filter(hour -> hour < now).collect(Collectors.toSet());
  }

  private void readChunks(
      Range range,
      String agent,
      Set<Long> changing,
      NavigableMap<SeriesKey, Samples> found,
      int[] budget) {
    chunks.read(
        agent,
        changing,
        range::has,
        range.from(),
        range.to(),
        (key, unit, times, values, from, to) -> {
          budget[0] -= to - from;
          if (budget[0] < 0) {
            throw new TooManySamples(SAMPLES_MAX);
          }
          found.computeIfAbsent(key, _ -> new Samples(unit)).add(times, values, from, to);
        });
  }

  private void readBoot(
      Range range,
      String agent,
      long hour,
      long boot,
      NavigableMap<SeriesKey, Samples> found,
      int[] budget) {
    long after = 0;
    while (true) {
      List<JournalRow> rows = journal.read(agent, hour, boot, after, PAGE);
      for (JournalRow row : rows) {
        if (!row.isRefused()) {
          readRow(range, row, found, budget);
        }
      }
      if (rows.size() < PAGE) {
        return;
      }
      after = rows.getLast().head().key().seq();
    }
  }

  private void readRow(
      Range range, JournalRow row, NavigableMap<SeriesKey, Samples> found, int[] budget) {
    List<SeriesBlock> blocks;
    try {
      blocks = decoder.decode(row).series();
    } catch (Undecodable _) {
      return; // It lies in the quarantine with its reason.
    }
    for (SeriesBlock block : blocks) {
      SeriesKey key = block.key();
      if (range.has(key)) {
        take(range, block, found.computeIfAbsent(key, _ -> new Samples(block.unit())), budget);
      }
    }
    found.values().removeIf(samples -> samples.size() == 0);
  }

  private static void take(Range range, SeriesBlock block, Samples samples, int[] budget) {
    long from = range.from().toEpochMilli();
    long to = range.to().toEpochMilli();
    for (int i = 0; i < block.size(); i++) {
      if (block.time(i) >= from && block.time(i) < to) {
        if (budget[0]-- == 0) {
          throw new TooManySamples(SAMPLES_MAX);
        }
        samples.add(block.time(i), block.value(i));
      }
    }
  }
}
