package io.aramaki.kit.testing.property;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Where generators take their choices from: chance, recorded, or a record played again.
public final class Choices {
  /// A case with more choices is not a case anybody wants to read.
  private static final int CHOICES_MAX = 65_536;

  private static final int ONE_IN_ZERO = 8;
  private static final int ONE_IN_LARGEST = 16;
  private static final int ONE_IN_SMALL = 4;

  private final @Nullable SplittableRandom random;
  private final List<Long> replay;
  private final List<Long> made = new ArrayList<>();

  /// Thrown where a value cannot be made from the choices; the case does not count.
  static final class Rejected extends RuntimeException {
    Rejected(String message) {
      super(message, null, false, false);
    }
  }

  private Choices(@Nullable SplittableRandom random, List<Long> replay) {
    this.random = random;
    this.replay = replay;
  }

  static Choices random(long seed) {
    return new Choices(new SplittableRandom(seed), List.of());
  }

  /// Plays a record; where it is too short, the case is rejected, where a choice is too large, it
  /// is the largest possible.
  static Choices replay(List<Long> record) {
    return new Choices(null, List.copyOf(record));
  }

  /// A number from 0 to the bound, both included. Smaller is simpler; the ends and small numbers
  /// come more often than the others.
  public long upTo(long bound) {
    if (bound < 0) {
      throw new IllegalArgumentException("bound is " + bound + "; expected 0 or more");
    }
    if (made.size() >= CHOICES_MAX) {
      throw new Rejected("more than " + CHOICES_MAX + " choices");
    }
    long value = random == null ? next(bound) : draw(random, bound);
    made.add(value);
    return value;
  }

  /// True once in so many times; shrinks towards false.
  public boolean oneIn(int times) {
    return yes(random != null && random.nextInt(times) == 0);
  }

  /// False once in so many times; shrinks towards false.
  public boolean butOneIn(int times) {
    return yes(random != null && random.nextInt(times) != 0);
  }

  private boolean yes(boolean drawn) {
    if (random == null) {
      return upTo(1) == 1;
    }
    made.add(drawn ? 1L : 0L);
    return drawn;
  }

  /// Gives the case up: the choices so far lead to no value.
  public Rejected reject(String why) {
    return new Rejected(why);
  }

  List<Long> made() {
    return List.copyOf(made);
  }

  private long next(long bound) {
    if (made.size() >= replay.size()) {
      throw new Rejected("the record ends here");
    }
    return Math.min(replay.get(made.size()), bound);
  }

  private static long draw(SplittableRandom random, long bound) {
    if (bound == 0 || random.nextInt(ONE_IN_ZERO) == 0) {
      return 0;
    }
    if (random.nextInt(ONE_IN_LARGEST) == 0) {
      return bound;
    }
    if (random.nextInt(ONE_IN_SMALL) == 0) {
      int bits = Long.SIZE - Long.numberOfLeadingZeros(bound);
      return Math.min(
          random.nextLong(1L << random.nextInt(1, Math.max(2, Math.min(bits, Long.SIZE - 2)))),
          bound);
    }
    return bound == Long.MAX_VALUE ? random.nextLong() >>> 1 : random.nextLong(bound + 1);
  }
}
