package io.aramaki.kit.cassandra.shard;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what must come, within a bound.
final class Eventually {
  private static final Duration POLL = Duration.ofMillis(20);

  private Eventually() {}

  /// Waits until the condition holds, and answers how long it took.
  static Duration within(Duration limit, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > limit.toNanos()) {
        throw new AssertionError("not true within " + limit);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// Lets real time pass, where the passing is what is tested.
  static void elapsed(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
