package io.aramaki.kit.codec.chunk;

import io.aramaki.kit.codec.bytes.BitOutput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.column.Decimals;
import io.aramaki.kit.codec.column.DoubleColumn;
import io.aramaki.kit.codec.column.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the rollup of a page: windows of five minutes of its series. `docs/wire/chunk.md` is the
/// specification. What the page's heads say is not said again. The same points give the same bytes.
/// Not thread-safe.
public final class RollupWriter {
  private final ChunkHeads heads;
  private final Map<Rollup.Spans, Integer> groups = new LinkedHashMap<>();
  private final List<Integer> owners = new ArrayList<>();
  private final ByteOutput values = new ByteOutput();
  private int next;

  /// Begins.
  ///
  /// @param heads of the page
  public RollupWriter(ChunkHeads heads) {
    this.heads = heads;
  }

  /// Adds the windows of a series; series come in the order of their numbers, each of which the
  /// page has values.
  public void add(int number, Rollup rollup) {
    skip(number);
    Head head = heads.head(number);
    if (number < next || head == null || head.values() == 0 || rollup.size() == 0) {
      throw new IllegalArgumentException(
          "series %d has no values in the page, or comes after %d".formatted(number, next));
    }
    if (rollup.size() > RollupPage.WINDOWS_MAX) {
      throw new IllegalArgumentException(
          "a rollup has at most %d windows, was %d"
              .formatted(RollupPage.WINDOWS_MAX, rollup.size()));
    }
    next = number + 1;
    int group = groups.size();
    Integer before = groups.putIfAbsent(rollup.spans(), group);
    owners.add(before == null ? group : before);
    write(head, rollup);
  }

  private void skip(int number) {
    while (next < number) {
      Head head = heads.head(next);
      if (head != null && head.values() > 0) {
        throw new IllegalArgumentException("series %d is left out".formatted(next));
      }
      next++;
    }
  }

  private void write(Head head, Rollup rollup) {
    int places = places(head, rollup);
    if (places <= Decimals.PLACES_MAX) {
      RollupDigits digits = digits(head, rollup, places);
      if (digits.isWritable()) {
        values.u8(isFlat(digits) ? RollupPage.FLAT + places : places);
        if (!isFlat(digits)) {
          var bits = new BitOutput(values);
          digits.write(bits);
          bits.end();
        }
        return;
      }
    }
    values.u8(RollupPage.DOUBLES);
    for (double[] column : List.of(rollup.lasts(), rollup.mins(), rollup.maxs(), rollup.sums())) {
      DoubleColumn.write(values, column, 0, column.length);
    }
  }

  /// How many places all values have; more than there may be if one is no decimal.
  private static int places(Head head, Rollup rollup) {
    int places = Decimals.places(head.last(), 0);
    for (double[] column : List.of(rollup.lasts(), rollup.mins(), rollup.maxs(), rollup.sums())) {
      for (double value : column) {
        if (places > Decimals.PLACES_MAX) {
          return places;
        }
        places = Decimals.morePlaces(value, places);
      }
    }
    boolean decimal = places <= Decimals.PLACES_MAX && isDecimal(head.last(), places);
    for (double[] column : List.of(rollup.lasts(), rollup.mins(), rollup.maxs(), rollup.sums())) {
      for (int i = 0; decimal && i < column.length; i++) {
        decimal = isDecimal(column[i], places);
      }
    }
    return decimal ? places : Decimals.PLACES_MAX + 1;
  }

  private static boolean isDecimal(double value, int places) {
    return Decimals.is(value, Decimals.digits(value, places), places);
  }

  private static RollupDigits digits(Head head, Rollup rollup, int places) {
    var digits =
        new RollupDigits(
            rollup.spans().counts(),
            RollupPage.base(head, places),
            Decimals.digits(head.last(), places));
    Arrays.setAll(digits.last(), i -> Decimals.digits(rollup.last(i), places));
    Arrays.setAll(digits.min(), i -> Decimals.digits(rollup.min(i), places));
    Arrays.setAll(digits.max(), i -> Decimals.digits(rollup.max(i), places));
    Arrays.setAll(digits.sum(), i -> Decimals.digits(rollup.sum(i), places));
    return digits;
  }

  /// Whether all values are the last one.
  private static boolean isFlat(RollupDigits digits) {
    long end = digits.last()[digits.last().length - 1];
    return Arrays.stream(digits.last()).allMatch(value -> value == end)
        && Arrays.stream(digits.min()).allMatch(value -> value == end)
        && Arrays.stream(digits.max()).allMatch(value -> value == end);
  }

  /// The rollup.
  public byte[] bytes() {
    skip(heads.series());
    var out = new ByteOutput();
    out.u8(RollupPage.VERSION);
    out.varint(groups.size());
    for (Rollup.Spans spans : groups.keySet()) {
      writeSpans(out, spans);
    }
    if (!owners.isEmpty()) {
      LongColumn.write(out, owners.stream().mapToLong(Integer::longValue).toArray(), owners.size());
      out.append(values);
    }
    return out.toByteArray();
  }

  private static void writeSpans(ByteOutput out, Rollup.Spans spans) {
    int size = spans.size();
    var windows = new long[size];
    var offsets = new long[size];
    var lengths = new long[size];
    for (int i = 0; i < size; i++) {
      windows[i] = Rollup.window(spans.first()[i]);
      offsets[i] = spans.first()[i] - windows[i] * Rollup.WINDOW_MS;
      lengths[i] = spans.last()[i] - spans.first()[i];
    }
    out.varint(size);
    LongColumn.write(out, windows, size);
    LongColumn.write(out, offsets, size);
    LongColumn.write(out, lengths, size);
    LongColumn.write(out, spans.counts(), size);
  }
}
