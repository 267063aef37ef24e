package io.aramaki.bench.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Compresses to Snappy's block format: for each 64 KiB a greedy search for four equal bytes
/// through a table of hashes. Not thread-safe.
///
/// ```text
/// block := varint(length) element*
/// element := literal | copy
/// literal := (length - 1 << 2) byte*                          length 1 to 60
///          | (59 + n << 2) (length - 1 in n bytes) byte*      longer
/// copy := (offset >> 8 << 5 | length - 4 << 2 | 1) byte       length 4 to 11, offset < 2,048
///       | (length - 1 << 2 | 2) byte byte                     length 1 to 64, offset < 65,536
/// ```
final class SnappyBlock {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /// No copy reaches back over a fragment's begin, so an offset fits into two bytes.
  private static final int FRAGMENT = 1 << 16;

  private static final int HASH_BITS = 14;
  private static final int HASH_MULTIPLIER = 0x1e35a7bd;
  private static final int MATCH_MIN = 4;

  /// At the end of a fragment nothing is searched for any more.
  private static final int MARGIN = 15;

  /// After so many tries without a match the search goes on in longer steps.
  private static final int SKIP_BITS = 5;

  private static final int LITERAL_SHORT_MAX = 60;
  private static final int COPY_MAX = 64;
  private static final int COPY_SHORT_MAX = 11;
  private static final int OFFSET_SHORT_MAX = 1 << 11;
  private static final int BYTE_MASK = 0xff;

  private final short[] table = new short[1 << HASH_BITS];

  /// Appends the block of the first bytes of the array.
  void compress(byte[] in, int length, Bytes out) {
    out.varint(length);
    for (int begin = 0; begin < length; begin += FRAGMENT) {
      fragment(in, begin, Math.min(length, begin + FRAGMENT), out);
    }
  }

  private void fragment(byte[] in, int begin, int end, Bytes out) {
    int literal = begin;
    if (end - begin > MARGIN) {
      Arrays.fill(table, (short) 0);
      int limit = end - MARGIN;
      int at = begin + 1;
      int tries = 1 << SKIP_BITS;
      while (at < limit) {
        int bits = (int) INT.get(in, at);
        int slot = (bits * HASH_MULTIPLIER) >>> (Integer.SIZE - HASH_BITS);
        int candidate = begin + (table[slot] & (FRAGMENT - 1));
        table[slot] = (short) (at - begin);
        if ((int) INT.get(in, candidate) == bits && candidate < at) {
          literal(in, literal, at - literal, out);
          int match = matching(in, candidate, at, end);
          copy(at - candidate, match, out);
          at += match;
          literal = at;
          tries = 1 << SKIP_BITS;
        } else {
          at += tries++ >> SKIP_BITS;
        }
      }
    }
    literal(in, literal, end - literal, out);
  }

  private static int matching(byte[] in, int candidate, int at, int end) {
    int count = MATCH_MIN;
    while (at + count < end && in[candidate + count] == in[at + count]) {
      count++;
    }
    return count;
  }

  private static void literal(byte[] in, int from, int count, Bytes out) {
    if (count == 0) {
      return;
    }
    int code = count - 1;
    if (count <= LITERAL_SHORT_MAX) {
      out.u8(code << 2);
    } else if (code <= BYTE_MASK) {
      out.u8(LITERAL_SHORT_MAX << 2);
      out.u8(code);
    } else {
      out.u8((LITERAL_SHORT_MAX + 1) << 2);
      out.u8(code);
      out.u8(code >> Byte.SIZE);
    }
    out.bytes(in, from, count);
  }

  private static void copy(int offset, int count, Bytes out) {
    int left = count;
    while (left > COPY_MAX) {
      // The last copy is never shorter than four bytes, so that it may be a short one.
      int part = left >= COPY_MAX + MATCH_MIN ? COPY_MAX : COPY_MAX - MATCH_MIN;
      longCopy(offset, part, out);
      left -= part;
    }
    if (left <= COPY_SHORT_MAX && offset < OFFSET_SHORT_MAX) {
      out.u8(((offset >> Byte.SIZE) << 5) | ((left - MATCH_MIN) << 2) | 1);
      out.u8(offset);
    } else {
      longCopy(offset, left, out);
    }
  }

  private static void longCopy(int offset, int count, Bytes out) {
    out.u8(((count - 1) << 2) | 2);
    out.u8(offset);
    out.u8(offset >> Byte.SIZE);
  }
}
