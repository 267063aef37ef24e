package io.aramaki.kit.codec.bytes;

import java.util.Arrays;

/// How many bits each of some numbers without sign needs: from that follows how they are packed,
/// and how long they will be.
public final class BitLengths {
  /// About what the place of an exception costs, in bits.
  private static final int PLACE_BITS = 8;

  private final int[] numbers = new int[Long.SIZE + 1];
  private int count;
  private int width;
  private long bits;

  public void add(long number) {
    numbers[Long.SIZE - Long.numberOfLeadingZeros(number)]++;
    count++;
  }

  /// Forgets all numbers.
  public void clear() {
    Arrays.fill(numbers, 0);
    count = 0;
  }

  /// About how many bytes the numbers take, packed.
  public long bytes() {
    choose();
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /// The width at which numbers and exceptions together take about least.
  int width() {
    choose();
    return width;
  }

  private void choose() {
    int longest = Long.SIZE;
    while (longest > 0 && numbers[longest] == 0) {
      longest--;
    }
    width = longest > Packed.WIDTH_MAX ? Long.SIZE : longest;
    bits = (long) width * count;
    long exceptions = 0;
    for (int narrower = longest - 1; narrower >= 0; narrower--) {
      exceptions += numbers[narrower + 1];
      int upper = Math.max(Byte.SIZE, longest - narrower);
      long cost = (long) narrower * count + exceptions * (PLACE_BITS + upper);
      if (cost < bits && narrower <= Packed.WIDTH_MAX) {
        bits = cost;
        width = narrower;
      }
    }
  }
}
