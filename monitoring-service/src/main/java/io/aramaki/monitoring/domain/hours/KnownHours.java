package io.aramaki.monitoring.domain.hours;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Remembers what was read of each shard and what this instance said since, so that nobody reads
/// 256 partitions every two seconds while no other instance lives that could have said something.
/// Thread-safe.
///
/// While others live, each question is passed on. What an instance said before it died is found by
/// the next reading, [#AGAIN] later at most.
public final class KnownHours implements OpenHours {
  /// After which a shard is read again although nobody else lives.
  static final Duration AGAIN = Duration.ofSeconds(60);

  private final OpenHours store;
  private final BooleanSupplier alone;
  private final InstantSource clock;
  private final Map<Integer, Shard> shards = new HashMap<>();

  /// @param alone tells that no other instance lives
  /// @param clock a steady clock
  public KnownHours(OpenHours store, BooleanSupplier alone, InstantSource clock) {
    this.store = store;
    this.alone = alone;
    this.clock = clock;
  }

  private record Place(String agent, long hour, String instance) {
    static Place of(OpenHour hour) {
      return new Place(hour.agent(), hour.hour(), hour.instance());
    }
  }

  /// What is known of a shard, and what is being said while it is read.
  private static final class Shard {
    final Map<Place, OpenHour> hours = new HashMap<>();
    long readMs = Long.MIN_VALUE;
    long changes;
  }

  @Override
  public void open(int shard, OpenHour hour) {
    store.open(shard, hour);
    synchronized (this) {
      Shard known = known(shard);
      known.hours.put(Place.of(hour), hour);
      known.changes++;
    }
  }

  @Override
  public void close(int shard, OpenHour hour) {
    store.close(shard, hour);
    synchronized (this) {
      Shard known = known(shard);
      known.hours.remove(Place.of(hour), hour);
      known.changes++;
    }
  }

  @Override
  public List<OpenHour> of(int shard) {
    boolean mayRemember = alone.getAsBoolean();
    long now = clock.millis();
    long before;
    synchronized (this) {
      Shard known = known(shard);
      if (mayRemember && known.readMs >= now - AGAIN.toMillis()) {
        return new ArrayList<>(known.hours.values());
      }
      before = known.changes;
    }
    List<OpenHour> read = store.of(shard);
    synchronized (this) {
      Shard known = known(shard);
      // What was said or taken back meanwhile may be missing in what was read.
      if (mayRemember && known.changes == before) {
        known.hours.clear();
        read.forEach(hour -> known.hours.put(Place.of(hour), hour));
        known.readMs = now;
      } else {
        known.readMs = Long.MIN_VALUE;
      }
    }
    return read;
  }

  @Override
  public List<OpenHour> of(int shard, String agent) {
    return store.of(shard, agent);
  }

  private Shard known(int shard) {
    return shards.computeIfAbsent(shard, _ -> new Shard());
  }
}
