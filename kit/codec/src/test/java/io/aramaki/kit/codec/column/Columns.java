package io.aramaki.kit.codec.column;

import io.aramaki.kit.testing.property.Gen;
import java.util.ArrayList;
import java.util.List;

/// Columns as they are measured, and as nobody would.
final class Columns {
  private static final int SIZE_MAX = 80;

  private Columns() {}

  /// Integers: any, runs, walks, nearly regular.
  static Gen<List<Long>> longs() {
    return Gen.oneOf(
        Gen.longs(-3, 3).list(1, SIZE_MAX),
        walk(Gen.longs(0, 0)),
        walk(Gen.longs(0, 1_000)),
        walk(Gen.oneOf(Gen.elements(10_000L), Gen.longs(9_990, 10_010))),
        walk(Gen.elements(0L, 4_096L, 1_048_576L, -8_192L)),
        Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE).list(1, SIZE_MAX),
        Gen.elements(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L).list(1, SIZE_MAX));
  }

  private static Gen<List<Long>> walk(Gen<Long> step) {
    return step.list(1, SIZE_MAX).map(Columns::sums);
  }

  private static List<Long> sums(List<Long> steps) {
    var sums = new ArrayList<Long>();
    long sum = 0;
    for (long step : steps) {
      sum += step;
      sums.add(sum);
    }
    return sums;
  }

  /// Doubles: decimals, counters, anything.
  static Gen<List<Double>> doubles() {
    return Gen.oneOf(
        longs().map(column -> column.stream().map(n -> (double) n).toList()),
        longs().map(column -> column.stream().map(n -> n / 100.0).toList()),
        Gen.doubles().list(1, SIZE_MAX),
        Gen.longs(0, 1_000_000).map(n -> Math.sin(n)).list(1, SIZE_MAX),
        Gen.elements(
                Double.longBitsToDouble(0x7ff8_0000_0000_0001L),
                Double.longBitsToDouble(0xfff0_dead_beef_0001L),
                -0.0,
                0.0,
                1.5)
            .list(1, SIZE_MAX));
  }
}
