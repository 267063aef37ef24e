package io.aramaki.kit.testing;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Seeded chance that several threads may use; with several, their order is theirs.
final class SynchronizedRandom implements RandomGenerator {
  private final SplittableRandom random;

  SynchronizedRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public synchronized long nextLong() {
    return random.nextLong();
  }
}
