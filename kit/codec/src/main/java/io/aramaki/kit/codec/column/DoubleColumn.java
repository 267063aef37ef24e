package io.aramaki.kit.codec.column;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.bytes.Packed;
import java.util.Arrays;

/// A column of doubles of one series. What comes back is equal bit by bit, also payloads of NaN and
/// the sign of zero. Of the encodings one is chosen that takes little.
///
/// ```
/// 0 CONSTANT  fixed64 bits
/// 1 DECIMAL   u8 places (0 to 14), column of digits, varint exceptions,
///               for each: varint places since the one before (the first: since the begin), fixed64 bits
/// 2 XOR       bits of the differences, see XorColumn
/// 3 RAW       fixed64 bits, each
/// ```
public final class DoubleColumn {
  static final int CONSTANT = 0;
  static final int DECIMAL = 1;
  static final int XOR = 2;
  static final int RAW = 3;

  /// What an exception costs beside its value, in bits, about.
  private static final int EXCEPTION_BITS = 8 + Double.SIZE;

  /// What one more decimal place costs a number, in hundredths of a bit.
  private static final int PLACE_CENTIBITS = 332;

  /// Decimals that take no more a number are not compared with anything else.
  private static final int DECIMAL_BYTES_GOOD = 3;

  private DoubleColumn() {}

  /// Writes a column.
  ///
  /// @param values at least one
  /// @param from the first of them
  public static void write(ByteOutput out, double[] values, int from, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a column has at least one number");
    }
    if (isConstant(values, from, count)) {
      out.u8(CONSTANT);
      out.fixed64(Double.doubleToRawLongBits(values[from]));
      return;
    }
    int begin = out.size();
    out.append(decimal(values, from, count));
    if (out.size() - begin > count * DECIMAL_BYTES_GOOD) {
      keepSmaller(out, begin, xor(values, from, count));
      keepSmaller(out, begin, raw(values, from, count));
    }
  }

  private static ByteOutput raw(double[] values, int from, int count) {
    var out = new ByteOutput();
    out.u8(RAW);
    for (int i = from; i < from + count; i++) {
      out.fixed64(Double.doubleToRawLongBits(values[i]));
    }
    return out;
  }

  /// Reads a column.
  ///
  /// @param count how many there are; the caller has bounded it
  /// @param scratch room for so many
  /// @throws io.aramaki.kit.codec.bytes.Malformed if the bytes are no such column
  public static void read(ByteInput in, int count, double[] into, long[] scratch) {
    int encoding = in.u8();
    switch (encoding) {
      case CONSTANT -> Arrays.fill(into, 0, count, Double.longBitsToDouble(in.fixed64()));
      case DECIMAL -> readDecimal(in, count, into, scratch);
      case XOR -> XorColumn.read(in, count, into);
      case RAW -> {
        for (int i = 0; i < count; i++) {
          into[i] = Double.longBitsToDouble(in.fixed64());
        }
      }
      default -> throw in.wrong("no column of doubles has the encoding " + encoding);
    }
  }

  private static void keepSmaller(ByteOutput out, int begin, ByteOutput other) {
    if (other.size() < out.size() - begin) {
      out.truncate(begin);
      out.append(other);
    }
  }

  private static boolean isConstant(double[] values, int from, int count) {
    long first = Double.doubleToRawLongBits(values[from]);
    for (int i = from + 1; i < from + count; i++) {
      if (Double.doubleToRawLongBits(values[i]) != first) {
        return false;
      }
    }
    return true;
  }

  private static ByteOutput xor(double[] values, int from, int count) {
    var out = new ByteOutput();
    out.u8(XOR);
    XorColumn.write(out, values, from, count);
    return out;
  }

  private static ByteOutput decimal(double[] values, int from, int count) {
    int places = places(values, from, count);
    var digits = new long[count];
    var exceptions = new ByteOutput();
    int exceptionCount = 0;
    int before = 0;
    for (int i = 0; i < count; i++) {
      double value = values[from + i];
      digits[i] = Decimals.digits(value, places);
      if (!Decimals.is(value, digits[i], places)) {
        // Like its neighbour it costs the digits least.
        digits[i] = i == 0 ? 0 : digits[i - 1];
        exceptions.varint(i - before);
        exceptions.fixed64(Double.doubleToRawLongBits(value));
        exceptionCount++;
        before = i;
      }
    }
    var out = new ByteOutput();
    out.u8(DECIMAL);
    out.u8(places);
    LongColumn.write(out, digits, count);
    out.varint(exceptionCount);
    out.append(exceptions);
    return out;
  }

  /// How many places the numbers should have so that they and the exceptions take least.
  private static int places(double[] values, int from, int count) {
    var having = new int[Decimals.PLACES_MAX + 2];
    int guess = 0;
    for (int i = from; i < from + count; i++) {
      int own = Decimals.places(values[i], guess);
      having[own]++;
      guess = own > Decimals.PLACES_MAX ? guess : own;
    }
    int best = 0;
    long least = Long.MAX_VALUE;
    long exceptions = count;
    for (int places = 0; places <= Decimals.PLACES_MAX; places++) {
      exceptions -= having[places];
      long cost = exceptions * EXCEPTION_BITS * 100L + (long) count * places * PLACE_CENTIBITS;
      if (cost < least) {
        least = cost;
        best = places;
      }
    }
    return best;
  }

  private static void readDecimal(ByteInput in, int count, double[] into, long[] digits) {
    int places = in.u8();
    if (places > Decimals.PLACES_MAX) {
      throw in.wrong(
          "a decimal has at most %d places, was %d".formatted(Decimals.PLACES_MAX, places));
    }
    LongColumn.read(in, count, digits);
    double power = Decimals.power(places);
    for (int i = 0; i < count; i++) {
      into[i] = digits[i] / power;
    }
    int exceptions = in.count(count, "exceptions");
    int place = 0;
    for (int i = 0; i < exceptions; i++) {
      place = Packed.nextPlace(in, place, i, count);
      into[place] = Double.longBitsToDouble(in.fixed64());
    }
  }
}
