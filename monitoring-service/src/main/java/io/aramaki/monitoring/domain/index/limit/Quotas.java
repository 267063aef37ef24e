package io.aramaki.monitoring.domain.index.limit;

import io.aramaki.monitoring.domain.series.WriterName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts the series of each system over all parts of the index, and says who may have no more.
public final class Quotas {
  private static final String PER_AGENT = "series.per-agent";
  private static final String PER_SYSTEM = "series.per-system";

  private final SeriesLimits limits;
  private final Map<String, Integer> systems = new ConcurrentHashMap<>();
  private final Set<String> full = ConcurrentHashMap.newKeySet();
  private final LongAdder refused = new LongAdder();

  public Quotas(SeriesLimits limits) {
    this.limits = limits;
  }

  /// Counts one more series of a system, if there is room.
  ///
  /// @param ofAgent how many its agent has
  public Optional<SeriesRefusal> take(String agent, String system, int ofAgent) {
    if (ofAgent >= limits.perAgent() && !WriterName.is(agent)) {
      full.add(system);
      return Optional.of(new SeriesRefusal(agent, limits.perAgent(), PER_AGENT));
    }
    int most = limits.perSystem();
    int before = systems.getOrDefault(system, 0);
    // Two at once may count one too many; that is not worth a lock for all systems.
    if (before >= most) {
      full.add(system);
      return Optional.of(new SeriesRefusal(system, most, PER_SYSTEM));
    }
    count(system);
    return Optional.empty();
  }

  /// Tells whether so many more series of a system may be known.
  public boolean hasRoom(String system, int series) {
    return systems.getOrDefault(system, 0) + (long) series <= limits.perSystem();
  }

  /// Counts a series that is stored already, whatever the limits are now.
  public void count(String system) {
    systems.merge(system, 1, Integer::sum);
  }

  /// A series of a system is gone.
  public void giveBack(String system) {
    systems.computeIfPresent(system, (_, count) -> count == 1 ? null : count - 1);
    full.remove(system);
  }

  /// Notes that series of a batch were left out.
  public void refused(int series) {
    refused.add(series);
  }

  /// How often a series of a batch was left out.
  public long refusedTotal() {
    return refused.sum();
  }

  /// Tells whether series of a system were left out.
  public boolean isFull(String system) {
    return full.contains(system);
  }
}
