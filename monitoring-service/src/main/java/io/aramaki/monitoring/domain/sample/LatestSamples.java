package io.aramaki.monitoring.domain.sample;

import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The newest sample of each series of one agent. Bounded: series beyond [#SERIES_MAX] are not kept
/// here, and [#isTruncated] tells so; their samples are stored as all others.
public final class LatestSamples {
  public static final int SERIES_MAX = 10_000;

  /// One sample.
  ///
  /// @param timeMs milliseconds since the epoch
  /// @param value the value
  /// @param unit the unit, empty if none
  public record Sample(long timeMs, double value, String unit) {}

  private final Map<SeriesKey, Sample> newest = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final Set<String> truncated = ConcurrentHashMap.newKeySet();

  /// Takes the newest sample of a block; one that is older than what is here does nothing.
  ///
  /// @return false if there is no room for another series
  public boolean offer(SeriesBlock block) {
    int best = -1;
    for (int i = 0; i < block.size(); i++) {
      if (best < 0 || block.time(i) >= block.time(best)) {
        best = i;
      }
    }
    if (best < 0) {
      return true;
    }
    SeriesKey key = block.key();
    @Nullable Sample before = newest.get(key);
    if (before == null && size.get() >= SERIES_MAX) {
      truncated.add(key.system());
      return false;
    }
    if (before == null) {
      size.incrementAndGet();
    }
    if (before == null || before.timeMs() <= block.time(best)) {
      newest.put(key, new Sample(block.time(best), block.value(best), block.unit()));
    }
    return true;
  }

  /// Tells whether series of a system are missing here, for want of room.
  public boolean isTruncated(String system) {
    return truncated.contains(system);
  }

  /// All of them, in no order.
  public Map<SeriesKey, Sample> all() {
    return Collections.unmodifiableMap(newest);
  }
}
