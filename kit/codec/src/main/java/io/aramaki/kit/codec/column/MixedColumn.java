package io.aramaki.kit.codec.column;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;

/// One double of each of many series. They have nothing in common, so each is written by itself.
///
/// ```
/// (count + 1) ÷ 2 bytes: the decimal places of each number in four bits, the first in the lower half; 15 = no decimal
/// for each number: zigzag digits, or fixed64 bits
/// ```
public final class MixedColumn {
  private static final int NO_DECIMAL = 15;
  private static final int HALF = 4;

  private MixedColumn() {}

  public static void write(ByteOutput out, double[] values, int count) {
    var places = new byte[(count + 1) / 2];
    var numbers = new ByteOutput();
    for (int i = 0; i < count; i++) {
      int own = Decimals.places(values[i], 0);
      if (own > Decimals.PLACES_MAX) {
        own = NO_DECIMAL;
        numbers.fixed64(Double.doubleToRawLongBits(values[i]));
      } else {
        numbers.zigzag(Decimals.digits(values[i], own));
      }
      places[i / 2] |= (byte) (own << (i % 2 * HALF));
    }
    out.bytes(places, 0, places.length);
    out.append(numbers);
  }

  /// Reads a column.
  ///
  /// @param count how many there are; the caller has bounded it
  /// @throws io.aramaki.kit.codec.bytes.Malformed if the bytes are no such column
  public static void read(ByteInput in, int count, double[] into) {
    ByteInput places = in.slice((count + 1) / 2);
    int pair = 0;
    for (int i = 0; i < count; i++) {
      pair = i % 2 == 0 ? places.u8() : pair >>> HALF;
      int own = pair & NO_DECIMAL;
      into[i] =
          own == NO_DECIMAL
              ? Double.longBitsToDouble(in.fixed64())
              : Decimals.value(in.zigzag(), own);
    }
  }
}
