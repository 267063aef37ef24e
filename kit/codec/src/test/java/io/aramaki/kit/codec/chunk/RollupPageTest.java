package io.aramaki.kit.codec.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.kit.testing.property.Gen;
import io.aramaki.kit.testing.property.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RollupPageTest {
  private static final int CASES = 1_000;
  private static final int FUZZED = 20_000;
  private static final int SERIES = 6;
  private static final long BEGIN = 1_790_000_100_000L;

  /// Points of a series, of which all bits count.
  private record Points(List<Long> times, List<Long> bits) {
    long[] time() {
      return times.stream().mapToLong(Long::longValue).toArray();
    }

    double[] value() {
      return bits.stream().mapToDouble(Double::longBitsToDouble).toArray();
    }

    Rollup rollup() {
      return Rollup.of(time(), value(), times.size());
    }
  }

  private static Gen<Double> values() {
    return Gen.oneOf(
        Gen.longs(0, 3).map(n -> (double) n),
        Gen.longs(-100_000, 100_000).map(n -> n / 100.0),
        Gen.elements(Stale.NAN, Double.NaN, -0.0, 0.0, 7.5),
        Gen.elements(0x1p53, -0x1p53, 1e300, Double.POSITIVE_INFINITY),
        Gen.doubles());
  }

  private static Gen<SortedMap<Integer, Points>> pages() {
    return choices -> {
      var page = new TreeMap<Integer, Points>();
      var shared = Gen.longs(1, 200_000).list(1, 30).from(choices);
      for (int series = 0; series < SERIES; series++) {
        if (choices.oneIn(4)) {
          continue;
        }
        // Often one kind of values, as a series has it.
        Gen<Double> kind = choices.oneIn(3) ? values() : choices.oneIn(2) ? cents() : counts();
        var times = new ArrayList<Long>();
        var bits = new ArrayList<Long>();
        long time = BEGIN;
        for (long step :
            choices.oneIn(3) ? Gen.longs(1, 99_000).list(1, 9).from(choices) : shared) {
          time += step;
          times.add(time);
          double value = choices.oneIn(20) ? Stale.NAN : kind.from(choices);
          bits.add(Double.doubleToRawLongBits(value));
        }
        page.put(series, new Points(times, bits));
      }
      return page;
    };
  }

  private static Gen<Double> cents() {
    return Gen.longs(-1_000, 1_000).map(n -> n / 100.0);
  }

  private static Gen<Double> counts() {
    return Gen.longs(1_000_000, 1_000_002).map(n -> (double) n);
  }

  private static ChunkHeads heads(SortedMap<Integer, Points> page) {
    var writer = new ChunkWriter(SERIES);
    page.forEach((number, points) ->
        writer.add(number, points.time(), points.value(), points.times().size()));
    return writer.page().heads();
  }

  private static byte[] write(ChunkHeads heads, SortedMap<Integer, Points> page) {
    var writer = new RollupWriter(heads);
    page.forEach((number, points) -> {
      Rollup rollup = points.rollup();
      if (rollup.size() > 0) {
        writer.add(number, rollup);
      }
    });
    return writer.bytes();
  }

  @Test
  void rollups_comeBack() {
    Property.of("rollups come back, all bits")
        .withCases(CASES)
        .check(
            pages(),
            page -> {
              ChunkHeads heads = heads(page);
              byte[] written = write(heads, page);
              assertThat(write(heads, page)).as("the same again").isEqualTo(written);
              var opened = RollupPage.open(ChunkHeads.open(heads.bytes()), written);
              for (int i = 0; i < SERIES; i++) {
                @Nullable Points points = page.get(i);
                @Nullable Rollup wanted = points == null ? null : points.rollup();
                assertThat(opened.rollup(i))
                    .isEqualTo(wanted == null || wanted.size() == 0 ? null : wanted);
              }
            });
  }

  @Test
  void windows_sayWhatHeadsOfTheirPointsSay() {
    Property.of("a window says what a head of its points says")
        .withCases(CASES)
        .check(
            pages(),
            page ->
                page.values()
                    .forEach(points -> {
                      Rollup rollup = points.rollup();
                      long values = 0;
                      for (int i = 0; i < rollup.size(); i++) {
                        assertWindow(rollup, i, points);
                        values += rollup.count(i);
                      }
                      int all = points.times().size();
                      var head = Head.of(points.time(), points.value(), all);
                      assertThat(values).isEqualTo(head.values());
                    }));
  }

  private static void assertWindow(Rollup rollup, int window, Points points) {
    int from = points.times().indexOf(rollup.firstMs(window));
    int to = points.times().indexOf(rollup.lastMs(window)) + 1;
    var times = Arrays.copyOfRange(points.time(), from, to);
    var head = Head.of(times, Arrays.copyOfRange(points.value(), from, to), to - from);
    assertThat(rollup.count(window)).isEqualTo(head.values());
    assertThat((Double) rollup.min(window)).isEqualTo((Double) head.min());
    assertThat((Double) rollup.max(window)).isEqualTo((Double) head.max());
    assertThat((Double) rollup.last(window)).isEqualTo((Double) head.last());
    // The one adds up decimals, the other doubles that are next to them.
    double sizes =
        Arrays.stream(points.value(), from, to).filter(v -> !Stale.is(v)).map(Math::abs).sum();
    boolean same = Double.compare(rollup.sum(window), head.sum()) == 0;
    assertThat(same || Math.abs(rollup.sum(window) - head.sum()) <= 0x1p-52 * sizes)
        .as("%s and %s", rollup.sum(window), head.sum())
        .isTrue();
  }

  @Test
  void of_tenths_sumIsThatOfTheDecimals() {
    // Given
    var values = new double[30];
    Arrays.fill(values, 0.1);
    var times = new long[30];
    Arrays.setAll(times, i -> BEGIN + 10_000L * i);

    // When
    var rollup = Rollup.of(times, values, 30);

    // Then
    assertThat(rollup.size()).isEqualTo(1);
    assertThat(rollup.sum(0)).isEqualTo(3.0);
  }

  @Test
  void of_infinitiesOfBothSigns_sumIsTheOneNan() {
    // Given: a NaN that comes of adding up may have a sign, one that was there has its own bits
    double[] values = {
      Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.longBitsToDouble(-1L)
    };

    // When
    var rollup = Rollup.of(new long[] {1, 2, 3}, values, 3);
    var head = Head.of(new long[] {1, 2, 3}, values, 3);

    // Then
    long bits = Double.doubleToRawLongBits(Double.NaN);
    assertThat(Double.doubleToRawLongBits(rollup.sum(0))).isEqualTo(bits);
    assertThat(Double.doubleToRawLongBits(head.sum())).isEqualTo(bits);
  }

  @Test
  void of_markersOnly_hasNoWindow() {
    assertThat(Rollup.of(new long[] {1, 2}, new double[] {Stale.NAN, Stale.NAN}, 2).size())
        .isZero();
  }

  @Test
  void bytes_constantSeries_oneByteEach() {
    // Given
    var times = new long[360];
    Arrays.setAll(times, i -> BEGIN + 10_000L * i);
    var values = new double[360];
    Arrays.fill(values, 98.6);
    var writer = new ChunkWriter(100);
    for (int i = 0; i < 100; i++) {
      writer.add(i, times, values, 360);
    }
    ChunkHeads heads = writer.page().heads();
    var rollups = new RollupWriter(heads);
    for (int i = 0; i < 100; i++) {
      rollups.add(i, Rollup.of(times, values, 360));
    }

    // When
    byte[] bytes = rollups.bytes();

    // Then
    assertThat(bytes.length).isLessThan(130);
  }

  /// The example of `docs/wire/chunk.md`.
  @Test
  void rollup_isWrittenAsDocumented() {
    // Given
    long[] times = {1_000, 299_000, 301_000};
    var chunks = new ChunkWriter(3);
    chunks.add(0, times, new double[] {0.25, 0.75, 0.5}, 3);
    chunks.add(2, times, new double[] {7, 7, 7}, 3);
    ChunkHeads heads = chunks.page().heads();
    var writer = new RollupWriter(heads);

    // When
    writer.add(0, Rollup.of(times, new double[] {0.25, 0.75, 0.5}, 3));
    writer.add(2, Rollup.of(times, new double[] {7, 7, 7}, 3));

    // Then
    assertThat(HexFormat.of().formatHex(writer.bytes()))
        .isEqualTo("01010201000200d00f01a0b0249fb024010401" + "0000" + "0238c801000400" + "10");
  }

  @Test
  void add_seriesThatIsLeftOut_isRefused() {
    // Given
    var times = new long[] {1};
    var chunks = new ChunkWriter(2);
    chunks.add(0, times, new double[] {1}, 1);
    chunks.add(1, times, new double[] {2}, 1);
    var writer = new RollupWriter(chunks.page().heads());

    // When, Then
    assertThatThrownBy(() -> writer.add(1, Rollup.of(times, new double[] {2}, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("series 0 is left out");
  }

  @Test
  void open_damagedBytes_isReadOrMalformed() {
    var random = new Random(17);
    var page = new TreeMap<Integer, Points>();
    for (int series = 0; series < SERIES; series += 2) {
      var times = new ArrayList<Long>();
      var bits = new ArrayList<Long>();
      for (int i = 0; i < 120; i++) {
        times.add(BEGIN + 10_000L * i);
        double value = series == 4 ? Math.sin(i) : random.nextInt(100) / 10.0;
        bits.add(Double.doubleToRawLongBits(value));
      }
      page.put(series, new Points(times, bits));
    }
    ChunkHeads heads = heads(page);
    byte[] whole = write(heads, page);
    int read = 0;
    for (int i = 0; i < FUZZED; i++) {
      byte[] ofHeads = i % 2 == 0 ? heads.bytes() : damage(heads.bytes(), random);
      try {
        RollupPage.open(ChunkHeads.open(ofHeads), damage(whole, random));
        read++;
      } catch (Malformed e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(read).isBetween(1, FUZZED - 1);
  }

  private static byte[] damage(byte[] bytes, Random random) {
    byte[] damaged =
        random.nextInt(4) == 0
            ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
            : bytes.clone();
    for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }
}
