package io.aramaki.kit.app;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What a process takes from the outside world, so that a test can give it another world: wall
/// clock, fresh ids, chance, and the monotonic clock by which durations are measured.
///
/// @param clock the wall clock; for timestamps, never for durations
/// @param ids makes ids that nobody else has
/// @param random chance for jitter and sampling, never for secrets
/// @param nanoTime the monotonic clock, in nanoseconds since an arbitrary point
public record Environment(
    Clock clock, Supplier<UUID> ids, RandomGenerator random, LongSupplier nanoTime) {

  /// Answers the real world. Its parts may be used by many threads at once.
  public static Environment system() {
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    return new Environment(Clock.systemUTC(), UUID::randomUUID, random, System::nanoTime);
  }
}
