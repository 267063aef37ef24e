package io.aramaki.kit.codec.column;

import io.aramaki.kit.codec.bytes.BitInput;
import io.aramaki.kit.codec.bytes.BitOutput;
import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;

/// Doubles that are no decimals, by what differs from the one before. In the manner of Gorilla
/// (Pelkonen and others: Gorilla: A Fast, Scalable, In-Memory Time Series Database, VLDB 2015).
///
/// ```
/// fixed64 bits of the first; for each other the XOR with the one before, in bits, the lowest of each byte first:
///   0                                        nothing differs
///   1 0 bits of the window                   it differs within the window of before
///   1 1 leading (6) length−1 (6) the bits    it differs within a new window
/// the last byte is filled with zeros
/// ```
final class XorColumn {
  private static final int FIELD_BITS = 6;

  private XorColumn() {}

  static void write(ByteOutput out, double[] values, int from, int count) {
    long before = Double.doubleToRawLongBits(values[from]);
    out.fixed64(before);
    var bits = new BitOutput(out);
    int leading = Long.SIZE;
    int trailing = 0;
    for (int i = from + 1; i < from + count; i++) {
      long next = Double.doubleToRawLongBits(values[i]);
      long difference = next ^ before;
      before = next;
      if (difference == 0) {
        bits.put(0, 1);
        continue;
      }
      int newLeading = Long.numberOfLeadingZeros(difference);
      int newTrailing = Long.numberOfTrailingZeros(difference);
      int length = Long.SIZE - newLeading - newTrailing;
      boolean fits = newLeading >= leading && newTrailing >= trailing;
      if (fits && Long.SIZE - leading - trailing <= length + 2 * FIELD_BITS) {
        bits.put(0b01, 2);
        bits.put(difference >>> trailing, Long.SIZE - leading - trailing);
      } else {
        leading = newLeading;
        trailing = newTrailing;
        bits.put(0b11, 2);
        bits.put(leading, FIELD_BITS);
        bits.put(length - 1L, FIELD_BITS);
        bits.put(difference >>> trailing, length);
      }
    }
    bits.end();
  }

  static void read(ByteInput in, int count, double[] into) {
    long value = in.fixed64();
    into[0] = Double.longBitsToDouble(value);
    var bits = new BitInput(in);
    int length = 0;
    int trailing = 0;
    for (int i = 1; i < count; i++) {
      if (bits.take(1) == 1) {
        if (bits.take(1) == 1) {
          int leading = (int) bits.take(FIELD_BITS);
          length = (int) bits.take(FIELD_BITS) + 1;
          trailing = Long.SIZE - leading - length;
        }
        if (length == 0 || trailing < 0) {
          throw in.wrong("a difference has no window of bits");
        }
        value ^= bits.take(length) << trailing;
      }
      into[i] = Double.longBitsToDouble(value);
    }
  }
}
