package io.aramaki.kit.codec.chunk;

import io.aramaki.kit.codec.bytes.BitInput;
import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.column.Decimals;
import io.aramaki.kit.codec.column.DoubleColumn;
import io.aramaki.kit.codec.column.LongColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The rollup of a page, read: what the windows of each of its series have.
public final class RollupPage {
  /// The most windows of one series: those of three days.
  public static final int WINDOWS_MAX = 1_000;

  static final int VERSION = 1;

  /// The way to write values that are no decimals; decimals have their places there.
  static final int DOUBLES = 15;

  /// Added to the places if all values are equal.
  static final int FLAT = 16;

  private final @Nullable Rollup[] series;

  private RollupPage(@Nullable Rollup[] series) {
    this.series = series;
  }

  /// Reads a rollup.
  ///
  /// @param heads of its page
  /// @throws io.aramaki.kit.codec.bytes.Malformed if the bytes are none, or of another page
  public static RollupPage open(ChunkHeads heads, byte[] bytes) {
    var in = new ByteInput(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw in.wrong("rollups have version %d, was %d".formatted(VERSION, version));
    }
    var spans = new Rollup.Spans[in.count(heads.series(), "groups of windows")];
    Arrays.setAll(spans, _ -> readSpans(in));
    var rollups = new @Nullable Rollup[heads.series()];
    int count = 0;
    for (int i = 0; i < heads.series(); i++) {
      count += hasValues(heads, i) ? 1 : 0;
    }
    if (count > 0) {
      var owners = new long[count];
      LongColumn.read(in, count, owners);
      int at = 0;
      for (int i = 0; i < heads.series(); i++) {
        @Nullable Head head = heads.head(i);
        if (head != null && head.values() > 0) {
          rollups[i] = read(in, head, group(in, spans, owners[at++]));
        }
      }
    }
    if (in.remaining() > 0) {
      throw in.wrong("behind the rollup are %d bytes more".formatted(in.remaining()));
    }
    return new RollupPage(rollups);
  }

  private static boolean hasValues(ChunkHeads heads, int number) {
    @Nullable Head head = heads.head(number);
    return head != null && head.values() > 0;
  }

  private static Rollup.Spans group(ByteInput in, Rollup.Spans[] spans, long number) {
    if (number < 0 || number >= spans.length) {
      throw in.wrong("a series has the windows of group %d".formatted(number));
    }
    return spans[(int) number];
  }

  private static Rollup.Spans readSpans(ByteInput in) {
    int size = in.count(WINDOWS_MAX, "windows");
    if (size == 0) {
      throw in.wrong("a series has at least one window");
    }
    var windows = new long[size];
    var first = new long[size];
    var last = new long[size];
    var counts = new long[size];
    LongColumn.read(in, size, windows);
    LongColumn.read(in, size, first);
    LongColumn.read(in, size, last);
    LongColumn.read(in, size, counts);
    for (int i = 0; i < size; i++) {
      boolean inWindow =
          first[i] >= 0
              && last[i] >= 0
              && last[i] < Rollup.WINDOW_MS - Math.min(first[i], Rollup.WINDOW_MS);
      if (!inWindow || (i > 0 && windows[i] <= windows[i - 1])) {
        throw in.wrong("window %d does not lie in its place".formatted(i));
      }
      if (counts[i] < 1 || counts[i] > ChunkPage.POINTS_MAX) {
        throw in.wrong("window %d has %d values".formatted(i, counts[i]));
      }
      first[i] += windows[i] * Rollup.WINDOW_MS;
      last[i] += first[i];
    }
    return new Rollup.Spans(first, last, counts);
  }

  /// The first value of a series in digits, from which differences are counted.
  static long base(Head head, int places) {
    long digits = Decimals.digits(head.first(), places);
    return Decimals.is(head.first(), digits, places) ? digits : 0;
  }

  private static Rollup read(ByteInput in, Head head, Rollup.Spans spans) {
    int size = spans.size();
    var min = new double[size];
    var max = new double[size];
    var sum = new double[size];
    var last = new double[size];
    int way = in.u8();
    if (way == DOUBLES) {
      var scratch = new long[size];
      DoubleColumn.read(in, size, last, scratch);
      DoubleColumn.read(in, size, min, scratch);
      DoubleColumn.read(in, size, max, scratch);
      DoubleColumn.read(in, size, sum, scratch);
      return new Rollup(spans, min, max, sum, last);
    }
    boolean flat = way >= FLAT;
    int places = flat ? way - FLAT : way;
    if (places > Decimals.PLACES_MAX) {
      throw in.wrong("values of a rollup have no way " + way);
    }
    long end = Decimals.digits(head.last(), places);
    if (!Decimals.is(head.last(), end, places)) {
      throw in.wrong("the last value has not %d places".formatted(places));
    }
    var digits = new RollupDigits(spans.counts(), base(head, places), end);
    if (flat) {
      digits.flat();
    } else {
      digits.read(new BitInput(in));
    }
    for (int i = 0; i < size; i++) {
      last[i] = Decimals.value(digits.last()[i], places);
      min[i] = Decimals.value(digits.min()[i], places);
      max[i] = Decimals.value(digits.max()[i], places);
      sum[i] = Decimals.value(digits.sum()[i], places);
    }
    return new Rollup(spans, min, max, sum, last);
  }

  /// The windows of a series; null if the page has no values of it.
  public @Nullable Rollup rollup(int number) {
    return series[number];
  }

  /// About how much memory it takes, in bytes.
  public long bytes() {
    long windows = 0;
    for (@Nullable Rollup one : series) {
      windows += one == null ? 0 : one.size();
    }
    return 56L * series.length + 4L * Double.BYTES * windows;
  }
}
