package io.aramaki.monitoring.domain.chunk;

import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Collects the samples of one hour of an agent's journal. Batches may begin before their hour and
/// end after it; what lies further away goes to the hour of its own time.
final class HourSamples {
  private static final long HOUR_MS = 3_600_000;

  private final long hour;
  private final Map<SeriesKey, Samples> own = new HashMap<>();
  private final Map<Long, Map<SeriesKey, Samples>> strays = new TreeMap<>();
  private long count;

  HourSamples(long hour) {
    this.hour = hour;
  }

  /// Says whether a sample of a time belongs into the chunks of an hour.
  static boolean belongs(long timeMs, long hour) {
    return timeMs >= (hour - 1) * HOUR_MS && timeMs < (hour + 2) * HOUR_MS;
  }

  void add(SeriesBlock block) {
    add(block.key(), block.unit(), block.times(), block.values(), block.size());
  }

  void add(SeriesKey key, String unit, long[] times, double[] values, int size) {
    count += size;
    Samples samples = of(own, key, unit);
    int from = 0;
    for (int i = 0; i < size; i++) {
      if (!belongs(times[i], hour)) {
        samples.add(times, values, from, i);
        from = i + 1;
        long other = Math.floorDiv(times[i], HOUR_MS);
        of(strays.computeIfAbsent(other, _ -> new HashMap<>()), key, unit).add(times[i], values[i]);
      }
    }
    samples.add(times, values, from, size);
  }

  private static Samples of(Map<SeriesKey, Samples> all, SeriesKey key, String unit) {
    var samples = all.computeIfAbsent(key, _ -> new Samples(unit));
    samples.unit(unit);
    return samples;
  }

  /// How many samples were added.
  long count() {
    return count;
  }

  /// The samples by hour and series; each series ascends.
  Map<Long, Map<SeriesKey, Samples>> byHour() {
    var all = new TreeMap<>(strays);
    all.put(hour, own);
    for (Map<SeriesKey, Samples> series : all.values()) {
      series.values().forEach(Samples::seal);
      series.values().removeIf(samples -> samples.size() == 0);
    }
    all.values().removeIf(Map::isEmpty);
    return all;
  }
}
