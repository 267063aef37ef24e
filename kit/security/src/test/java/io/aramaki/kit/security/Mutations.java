package io.aramaki.kit.security;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/// Damages bytes in all the ways that a wire, a disk and an attacker do.
public final class Mutations {
  private static final long SEED = 0xa2a3a4;
  private static final int EVERY_BIT_MAX = 300;
  private static final int RANDOM_ROUNDS = 400;
  private static final int RANDOM_CHANGES = 4;

  private Mutations() {}

  /// Calls with every truncation, every single bit flipped, one byte more, and random changes of
  /// several bytes.
  public static void each(byte[] original, Consumer<byte[]> check) {
    for (int length = 0; length < original.length; length++) {
      check.accept(Arrays.copyOf(original, length));
    }
    var random = new Random(SEED);
    boolean everyBit = original.length <= EVERY_BIT_MAX;
    for (int bit = 0; bit < original.length * Byte.SIZE; bit += everyBit ? 1 : Byte.SIZE) {
      check.accept(flipped(original, everyBit ? bit : bit + random.nextInt(Byte.SIZE)));
    }
    check.accept(Arrays.copyOf(original, original.length + 1));
    for (int round = 0; round < RANDOM_ROUNDS; round++) {
      var changed = original.clone();
      for (int change = 0; change < RANDOM_CHANGES; change++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      if (!Arrays.equals(changed, original)) {
        check.accept(changed);
      }
    }
  }

  private static byte[] flipped(byte[] original, int bit) {
    var changed = original.clone();
    changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
    return changed;
  }
}
