package io.aramaki.kit.codec.chunk;

import io.aramaki.kit.codec.bytes.BitInput;
import io.aramaki.kit.codec.bytes.BitOutput;
import io.aramaki.kit.codec.bytes.Malformed;

/// What the windows of one series have, as digits of decimals: four columns, each as differences
/// from what one of some ways expects. Arithmetic wraps around, so any digits come back.
final class RollupDigits {
  private static final int LAST = 0;
  private static final int MIN = 1;
  private static final int MAX = 2;
  private static final int SUM = 3;
  private static final int[] WAYS = {2, 3, 3, 4};

  private static final int WAY_BITS = 2;
  private static final int WIDTH_BITS = 6;

  /// Stands for 64 bits; 63 are written as 64.
  private static final int WIDEST = 63;

  private final long[] counts;
  private final long base;
  private final long end;
  private final long[][] columns;

  /// @param counts how many values each window has
  /// @param base the first value of the series
  /// @param end its last value, which is that of the last window, too
  RollupDigits(long[] counts, long base, long end) {
    this.counts = counts;
    this.base = base;
    this.end = end;
    this.columns = new long[WAYS.length][counts.length];
  }

  long[] last() {
    return columns[LAST];
  }

  long[] min() {
    return columns[MIN];
  }

  long[] max() {
    return columns[MAX];
  }

  long[] sum() {
    return columns[SUM];
  }

  /// Whether the columns can be written: what is left out can be found again.
  boolean isWritable() {
    int size = counts.length;
    boolean found = columns[LAST][size - 1] == end;
    for (int i = 0; i < size; i++) {
      found &= columns[MIN][i] != columns[MAX][i] || columns[SUM][i] == flatSum(i);
    }
    return found;
  }

  /// All values are the last one.
  void flat() {
    for (int i = 0; i < counts.length; i++) {
      columns[LAST][i] = end;
      columns[MIN][i] = end;
      columns[MAX][i] = end;
      columns[SUM][i] = flatSum(i);
    }
  }

  /// The sum of a window whose values are all equal.
  private long flatSum(int window) {
    return counts[window] * columns[MIN][window];
  }

  /// Whether a value is found without being written.
  private boolean isKnown(int column, int window) {
    return switch (column) {
      case LAST -> window == counts.length - 1;
      case SUM -> columns[MIN][window] == columns[MAX][window];
      default -> false;
    };
  }

  private long known(int column, int window) {
    return column == LAST ? end : flatSum(window);
  }

  /// What a way expects of a value, from those that come before it.
  private long expected(int column, int way, int window) {
    long before = window == 0 ? base : columns[LAST][window - 1];
    if (column == LAST) {
      return way == 0 ? before : before + (end - before) / (counts.length - window);
    }
    long last = columns[LAST][window];
    return switch (column) {
      case MIN -> way == 0 ? last : way == 1 ? Math.min(before, last) : before;
      case MAX -> way == 0 ? last : way == 1 ? Math.max(before, last) : before;
      default -> {
        long min = columns[MIN][window];
        long max = columns[MAX][window];
        yield switch (way) {
          case 0 -> counts[window] * last;
          case 1 -> (counts[window] * (before + last)) >> 1;
          case 2 -> (counts[window] * (min + max)) >> 1;
          default -> (counts[window] * (before + last + min + max)) >> 2;
        };
      }
    };
  }

  /// Where differences have one sign that sign is not written: 1 or −1; 0 if they have both.
  private static int sign(int column, int way) {
    if (column == MIN) {
      return way - 1;
    }
    return column == MAX ? 1 - way : 0;
  }

  private static long fold(long difference, int sign) {
    return sign == 0 ? (difference << 1) ^ (difference >> 63) : difference * sign;
  }

  private static long unfold(long folded, int sign) {
    return sign == 0 ? (folded >>> 1) ^ -(folded & 1) : folded * sign;
  }

  void write(BitOutput out) {
    for (int column = 0; column < columns.length; column++) {
      Differences best = differences(column, 0);
      for (int way = 1; way < WAYS[column]; way++) {
        Differences other = differences(column, way);
        best = other.bits() < best.bits() ? other : best;
      }
      best.write(out);
    }
  }

  private Differences differences(int column, int way) {
    var folded = new long[counts.length];
    int size = 0;
    for (int i = 0; i < counts.length; i++) {
      if (!isKnown(column, i)) {
        folded[size++] = fold(columns[column][i] - expected(column, way, i), sign(column, way));
      }
    }
    return Differences.of(way, folded, size);
  }

  /// A column as it is written by one way.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Differences(int way, long[] folded, int size, int width, int nonzero) {
    static Differences of(int way, long[] folded, int size) {
      long all = 0;
      int nonzero = 0;
      for (int i = 0; i < size; i++) {
        all |= folded[i];
        nonzero += folded[i] == 0 ? 0 : 1;
      }
      int width = Long.SIZE - Long.numberOfLeadingZeros(all);
      return new Differences(way, folded, size, width < WIDEST ? width : Long.SIZE, nonzero);
    }

    private boolean isSparse() {
      return size + (long) nonzero * width < (long) size * width;
    }

    long bits() {
      return isSparse() ? size + (long) nonzero * width : (long) size * width;
    }

    void write(BitOutput out) {
      if (size == 0) {
        return;
      }
      out.put(way, WAY_BITS);
      out.put(isSparse() ? 1 : 0, 1);
      out.put(Math.min(width, WIDEST), WIDTH_BITS);
      for (int i = 0; isSparse() && i < size; i++) {
        out.put(folded[i] == 0 ? 0 : 1, 1);
      }
      for (int i = 0; i < size; i++) {
        if (!isSparse() || folded[i] != 0) {
          out.put(folded[i], width);
        }
      }
    }
  }

  void read(BitInput in) {
    for (int column = 0; column < columns.length; column++) {
      var open = new boolean[counts.length];
      boolean any = false;
      for (int i = 0; i < open.length; i++) {
        open[i] = !isKnown(column, i);
        any |= open[i];
      }
      readColumn(in, column, open, any);
    }
  }

  private void readColumn(BitInput in, int column, boolean[] open, boolean any) {
    int way = any ? (int) in.take(WAY_BITS) : 0;
    if (way >= WAYS[column]) {
      throw new Malformed("column %d of a rollup has no way %d".formatted(column, way));
    }
    boolean sparse = any && in.take(1) == 1;
    int code = any ? (int) in.take(WIDTH_BITS) : 0;
    int width = code < WIDEST ? code : Long.SIZE;
    var written = open.clone();
    for (int i = 0; sparse && i < open.length; i++) {
      written[i] = open[i] && in.take(1) == 1;
    }
    int sign = sign(column, way);
    for (int i = 0; i < open.length; i++) {
      long difference = written[i] ? unfold(in.take(width), sign) : 0;
      columns[column][i] = open[i] ? expected(column, way, i) + difference : known(column, i);
    }
  }
}
