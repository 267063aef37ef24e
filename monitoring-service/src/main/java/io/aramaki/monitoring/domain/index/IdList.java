package io.aramaki.monitoring.domain.index;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Numbers of series, ascending: of each its distance to the one before, in as few bytes as it
/// needs. Most distances of an agent's series are below 128, which is one byte.
final class IdList {
  private static final int FIRST_CAPACITY = 4;
  private static final int BYTES_MAX = 5;
  private static final int LOW_BITS = 7;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int used;
  private int size;
  private int last;

  /// A list of one number.
  static IdList of(int id) {
    var list = new IdList();
    list.add(id);
    return list;
  }

  /// Adds a number that is greater than all before.
  void add(int id) {
    if (used + BYTES_MAX > bytes.length) {
      reserve(id);
    }
    int rest = id - last;
    while (rest >= MORE) {
      bytes[used++] = (byte) (rest | MORE);
      rest >>>= LOW_BITS;
    }
    bytes[used++] = (byte) rest;
    last = id;
    size++;
  }

  /// A short list stays as short as it can be.
  private void reserve(int id) {
    int needed = used + 1 + (Integer.SIZE - 1 - Integer.numberOfLeadingZeros((id - last) | 1)) / 7;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, used + (used >> 1)));
    }
  }

  int size() {
    return size;
  }

  /// Shows all numbers.
  void each(IntConsumer into) {
    int number = 0;
    int at = 0;
    while (at < used) {
      int shift = 0;
      int delta = 0;
      byte next;
      do {
        next = bytes[at++];
        delta |= (next & (MORE - 1)) << shift;
        shift += LOW_BITS;
      } while (next < 0);
      number += delta;
      into.accept(number);
    }
  }
}
