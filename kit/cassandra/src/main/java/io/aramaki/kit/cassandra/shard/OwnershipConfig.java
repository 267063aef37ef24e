package io.aramaki.kit.cassandra.shard;

import java.time.Duration;

/// Who this instance is and how fast ownership reacts.
///
/// - `name`: of the instance, unique in the service, the same over restarts.
/// - `address`: where peers reach it.
/// - `shards`: how many there are; never changes once a service has data.
/// - `interval`: of heartbeats and looks.
/// - `silence`: without a heartbeat after which an instance counts as dead.
/// - `handOver`: how long a listener may take to let a shard go before it is released all the same.
public record OwnershipConfig(
    String name,
    String address,
    int shards,
    Duration interval,
    Duration silence,
    Duration handOver) {
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(4);
  public static final Duration DEFAULT_HAND_OVER = Duration.ofSeconds(5);
  private static final int SHARDS_MAX = 4_096;

  public OwnershipConfig {
    if (name.isBlank() || name.contains("/")) {
      throw new IllegalArgumentException("name is '" + name + "'; expected a name without '/'");
    }
    if (shards < 1 || shards > SHARDS_MAX) {
      throw new IllegalArgumentException("shards is " + shards + "; expected 1 to " + SHARDS_MAX);
    }
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval is " + interval + "; expected more than 0");
    }
    if (silence.compareTo(interval.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "silence is " + silence + "; expected at least two intervals of " + interval);
    }
  }

  /// With a heartbeat each second and a takeover after four silent ones.
  public static OwnershipConfig of(String name, String address, int shards) {
    return new OwnershipConfig(
        name, address, shards, DEFAULT_INTERVAL, DEFAULT_SILENCE, DEFAULT_HAND_OVER);
  }
}
