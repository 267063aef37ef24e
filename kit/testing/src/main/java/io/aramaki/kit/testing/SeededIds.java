package io.aramaki.kit.testing;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Ids that look random and are the same in every run with the same seed.
public final class SeededIds implements Supplier<UUID> {
  private static final long VERSION_4 = 0x0000_0000_0000_4000L;
  private static final long VERSION_MASK = 0x0000_0000_0000_F000L;
  private static final long VARIANT_2 = 0x8000_0000_0000_0000L;
  private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;

  private final RandomGenerator random;

  public SeededIds(long seed) {
    this.random = new SynchronizedRandom(seed);
  }

  @Override
  public UUID get() {
    long high = (random.nextLong() & ~VERSION_MASK) | VERSION_4;
    long low = (random.nextLong() & ~VARIANT_MASK) | VARIANT_2;
    return new UUID(high, low);
  }

  /// Chance from the same seed, for what else needs it.
  public RandomGenerator random() {
    return random;
  }
}
