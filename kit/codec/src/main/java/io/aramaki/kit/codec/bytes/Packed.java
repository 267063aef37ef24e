package io.aramaki.kit.codec.bytes;

/// Numbers without sign, packed to the width that most of them need. Those that need more are
/// exceptions: their upper bits follow behind, with their places.
///
/// ```
/// u8 width (0 to 56, or 64) | varint exceptions | packed lower bits, ceil(width × count ÷ 8) bytes
///   | for each exception: varint places since the one before (the first: since the begin), varint upper bits
/// ```
public final class Packed {
  /// So wide that a number and its shift fit into 64 bits.
  static final int WIDTH_MAX = 56;

  private Packed() {}

  static int bytes(int width, int count) {
    return Math.toIntExact(((long) width * count + Byte.SIZE - 1) / Byte.SIZE);
  }

  /// Writes numbers.
  ///
  /// @param lengths those of the numbers
  public static void write(ByteOutput out, long[] values, int count, BitLengths lengths) {
    int width = lengths.width();
    out.u8(width);
    out.varint(width == Long.SIZE ? 0 : exceptions(values, count, width));
    out.packed(width, values, count);
    if (width < Long.SIZE) {
      writeExceptions(out, values, count, width);
    }
  }

  /// Reads numbers.
  ///
  /// @param count how many numbers there are; the caller has bounded it
  /// @throws Malformed if the bytes are not such numbers
  public static void read(ByteInput in, int count, long[] into) {
    int width = in.u8();
    int exceptions = in.count(width == Long.SIZE ? 0 : count, "exceptions");
    in.packed(width, count, into);
    int place = 0;
    for (int i = 0; i < exceptions; i++) {
      place = nextPlace(in, place, i, count);
      long upper = in.varint();
      if (((upper << width) >>> width) != upper) {
        throw in.wrong("an exception has more than 64 bits");
      }
      into[place] |= upper << width;
    }
  }

  /// Reads the place of an exception.
  ///
  /// @param before the place of the one before
  /// @param number how many there were before
  /// @param count how many places there are
  /// @throws Malformed if there is no such place, or it is the same again
  public static int nextPlace(ByteInput in, int before, int number, int count) {
    int place = before + in.count(count, "places");
    if (place >= count || (place == before && number > 0)) {
      throw in.wrong("an exception is at place %d of %d, after %d".formatted(place, count, before));
    }
    return place;
  }

  private static void writeExceptions(ByteOutput out, long[] values, int count, int width) {
    int before = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] >>> width != 0) {
        out.varint(i - before);
        out.varint(values[i] >>> width);
        before = i;
      }
    }
  }

  private static int exceptions(long[] values, int count, int width) {
    int exceptions = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] >>> width != 0) {
        exceptions++;
      }
    }
    return exceptions;
  }
}
