package io.aramaki.kit.codec.column;

import io.aramaki.kit.codec.bytes.BitLengths;
import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.bytes.Packed;
import java.util.Arrays;

/// A column of integers: times, or the digits of decimals. Of the encodings one is chosen that
/// takes little; arithmetic wraps around, so that any 64 bits come back.
///
/// ```
/// 0 CONSTANT  zigzag value
/// 1 LINEAR    zigzag first, zigzag step
/// 2 OFFSET    zigzag least, packed (value − least)
/// 3 DELTA     zigzag first, zigzag least step, packed (step − least), one fewer
/// 4 DELTA2    zigzag first, zigzag first step, zigzag least change of step, packed (change − least), two fewer
/// 5 RUNS      varint runs, for each: zigzag (value − the one before), varint (length − 1)
/// 6 MULTIPLES zigzag first, varint divisor, column of (value − first) ÷ divisor, itself not MULTIPLES
/// ```
public final class LongColumn {
  static final int CONSTANT = 0;
  static final int LINEAR = 1;
  static final int OFFSET = 2;
  static final int DELTA = 3;
  static final int DELTA2 = 4;
  static final int RUNS = 5;
  static final int MULTIPLES = 6;

  /// A run takes at least so much.
  private static final long RUN_BYTES_MIN = 2;

  private LongColumn() {}

  /// Steps of an order as offsets from the least: 0 the numbers, 1 steps, 2 changes of steps.
  private static final class Steps {
    private final int order;
    private final int size;
    private final long first;
    private final long firstStep;
    private final long least;
    private final long[] offsets;
    private final BitLengths lengths = new BitLengths();

    Steps(long[] values, int count, int order) {
      this.order = order;
      this.size = count - order;
      this.first = values[0];
      this.firstStep = values[1] - values[0];
      this.offsets = new long[size];
      long lowest = Long.MAX_VALUE;
      for (int i = 0; i < size; i++) {
        long step =
            switch (order) {
              case 0 -> values[i];
              case 1 -> values[i + 1] - values[i];
              default -> values[i + 2] - 2 * values[i + 1] + values[i];
            };
        offsets[i] = step;
        lowest = Math.min(lowest, step);
      }
      this.least = lowest;
      for (int i = 0; i < size; i++) {
        offsets[i] -= lowest;
        lengths.add(offsets[i]);
      }
    }

    /// About how long it will be.
    long bytes() {
      return lengths.bytes() + 2L * order;
    }

    void write(ByteOutput out) {
      out.u8(OFFSET + order);
      if (order > 0) {
        out.zigzag(first);
      }
      if (order > 1) {
        out.zigzag(firstStep);
      }
      out.zigzag(least);
      Packed.write(out, offsets, size, lengths);
    }
  }

  /// Writes a column.
  ///
  /// @param values at least one
  public static void write(ByteOutput out, long[] values, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a column has at least one number");
    }
    if (isLinear(values, count)) {
      writeLinear(out, values, count);
      return;
    }
    int begin = out.size();
    writePlain(out, values, count);
    long divisor = divisor(values, count);
    if (divisor > 1) {
      keepSmaller(out, begin, multiples(values, count, divisor));
    }
  }

  private static ByteOutput multiples(long[] values, int count, long divisor) {
    var quotients = new long[count];
    for (int i = 0; i < count; i++) {
      quotients[i] = (values[i] - values[0]) / divisor;
    }
    var out = new ByteOutput();
    out.u8(MULTIPLES);
    out.zigzag(values[0]);
    out.varint(divisor);
    writePlain(out, quotients, count);
    return out;
  }

  private static void keepSmaller(ByteOutput out, int begin, ByteOutput other) {
    if (other.size() < out.size() - begin) {
      out.truncate(begin);
      out.append(other);
    }
  }

  /// Reads a column.
  ///
  /// @param count how many there are; the caller has bounded it
  /// @throws io.aramaki.kit.codec.bytes.Malformed if the bytes are no such column
  public static void read(ByteInput in, int count, long[] into) {
    int encoding = in.u8();
    if (encoding == MULTIPLES) {
      long first = in.zigzag();
      long divisor = in.varint();
      if (divisor == 0) {
        throw in.wrong("a divisor is not 0");
      }
      readPlain(in, in.u8(), count, into);
      for (int i = 0; i < count; i++) {
        into[i] = first + into[i] * divisor;
      }
    } else {
      readPlain(in, encoding, count, into);
    }
  }

  private static void writeLinear(ByteOutput out, long[] values, int count) {
    long step = count == 1 ? 0 : values[1] - values[0];
    out.u8(step == 0 ? CONSTANT : LINEAR);
    out.zigzag(values[0]);
    if (step != 0) {
      out.zigzag(step);
    }
  }

  /// Of what is not linear there are at least three numbers, so there are steps of each order.
  private static void writePlain(ByteOutput out, long[] values, int count) {
    var best = new Steps(values, count, 0);
    for (int order = 1; order <= 2; order++) {
      var other = new Steps(values, count, order);
      if (other.bytes() < best.bytes()) {
        best = other;
      }
    }
    int runs = runs(values, count);
    if (runs * RUN_BYTES_MIN < best.bytes()) {
      int begin = out.size();
      best.write(out);
      var asRuns = new ByteOutput();
      writeRuns(asRuns, values, count, runs);
      keepSmaller(out, begin, asRuns);
    } else {
      best.write(out);
    }
  }

  private static boolean isLinear(long[] values, int count) {
    for (int i = 2; i < count; i++) {
      if (values[i] - values[i - 1] != values[1] - values[0]) {
        return false;
      }
    }
    return true;
  }

  private static void readPlain(ByteInput in, int encoding, int count, long[] into) {
    switch (encoding) {
      case CONSTANT -> Arrays.fill(into, 0, count, in.zigzag());
      case LINEAR -> {
        long value = in.zigzag();
        long step = in.zigzag();
        for (int i = 0; i < count; i++) {
          into[i] = value;
          value += step;
        }
      }
      case OFFSET, DELTA, DELTA2 -> readOffsets(in, encoding - OFFSET, count, into);
      case RUNS -> readRuns(in, count, into);
      default -> throw in.wrong("no column of integers has the encoding " + encoding);
    }
  }

  private static void readOffsets(ByteInput in, int order, int count, long[] into) {
    if (count <= order) {
      throw in.wrong("%d numbers have no steps of order %d".formatted(count, order));
    }
    long first = order > 0 ? in.zigzag() : 0;
    long firstStep = order > 1 ? in.zigzag() : 0;
    long least = in.zigzag();
    int size = count - order;
    Packed.read(in, size, into);
    switch (order) {
      case 0 -> {
        for (int i = 0; i < size; i++) {
          into[i] += least;
        }
      }
      case 1 -> {
        long value = first;
        for (int i = 0; i < size; i++) {
          long step = into[i] + least;
          into[i] = value;
          value += step;
        }
        into[size] = value;
      }
      default -> {
        long value = first;
        long step = firstStep;
        for (int i = 0; i < size; i++) {
          long change = into[i] + least;
          into[i] = value;
          value += step;
          step += change;
        }
        into[size] = value;
        into[size + 1] = value + step;
      }
    }
  }

  private static int runs(long[] values, int count) {
    int runs = 1;
    for (int i = 1; i < count; i++) {
      runs += values[i] == values[i - 1] ? 0 : 1;
    }
    return runs;
  }

  private static void writeRuns(ByteOutput out, long[] values, int count, int runs) {
    out.u8(RUNS);
    out.varint(runs);
    long before = 0;
    int from = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || values[i] != values[from]) {
        out.zigzag(values[from] - before);
        out.varint(i - from - 1L);
        before = values[from];
        from = i;
      }
    }
  }

  private static void readRuns(ByteInput in, int count, long[] into) {
    int runs = in.count(count, "runs");
    long value = 0;
    int at = 0;
    for (int run = 0; run < runs; run++) {
      value += in.zigzag();
      int length = in.count(count - 1, "numbers of a run") + 1;
      if (length > count - at) {
        throw in.wrong("runs have more than %d numbers".formatted(count));
      }
      Arrays.fill(into, at, at + length, value);
      at += length;
    }
    if (at != count) {
      throw in.wrong("runs have %d of %d numbers".formatted(at, count));
    }
  }

  /// The largest number of which all differences are multiples; 1 if some difference does not fit
  /// into 64 bits.
  private static long divisor(long[] values, int count) {
    long divisor = 0;
    for (int i = 1; i < count && divisor != 1; i++) {
      long difference = values[i] - values[0];
      boolean overflow = ((values[i] ^ values[0]) & (values[i] ^ difference)) < 0;
      if (overflow || difference == Long.MIN_VALUE) {
        return 1;
      }
      divisor = common(divisor, Math.abs(difference));
    }
    return divisor;
  }

  private static long common(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }
}
