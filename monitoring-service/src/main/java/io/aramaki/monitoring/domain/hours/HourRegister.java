package io.aramaki.monitoring.domain.hours;

import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/// Says which hours this instance writes into: after the row is in the journal and before it is
/// acknowledged, unless it said so less than [#AGAIN] ago. A builder leaves an hour alone until
/// [#QUIET] has passed since it was last said, so it cannot miss a row that was acknowledged.
public final class HourRegister {
  /// How long one saying covers what is written.
  static final Duration AGAIN = Duration.ofSeconds(60);

  /// How long nobody must have said it before an hour is built: as long as it may cover, and what
  /// clocks may differ.
  public static final Duration QUIET = Duration.ofSeconds(150);

  private final OpenHours hours;
  private final String instance;
  private final ToIntFunction<String> shards;
  private final InstantSource clock;
  private final Map<Place, Long> said = new ConcurrentHashMap<>();
  private volatile long sweptMs;

  private record Place(String agent, long hour) {}

  /// @param instance the name of this run of this instance
  /// @param shards the shard of an agent
  /// @param clock a steady clock
  public HourRegister(
      OpenHours hours, String instance, ToIntFunction<String> shards, InstantSource clock) {
    this.hours = hours;
    this.instance = instance;
    this.shards = shards;
    this.clock = clock;
  }

  /// A row of an hour is in the journal. Returns when that can be found.
  public void wrote(String agent, long hour) {
    var place = new Place(agent, hour);
    long now = clock.millis();
    Long before = said.get(place);
    if (before == null || now - before >= AGAIN.toMillis()) {
      hours.open(shards.applyAsInt(agent), new OpenHour(agent, hour, instance, clock.instant()));
      said.put(place, now);
      sweep(now);
    }
  }

  private void sweep(long now) {
    if (now - sweptMs >= AGAIN.toMillis()) {
      sweptMs = now;
      said.values().removeIf(time -> now - time >= AGAIN.toMillis());
    }
  }
}
