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
import org.junit.jupiter.api.Test;

final class ChunkPageTest {
  private static final int CASES = 1_000;
  private static final int FUZZED = 20_000;
  private static final int SERIES = 7;
  private static final long[] TIMES = {1_000, 11_000, 21_000};

  /// A value of which all bits count.
  private record Point(long time, long bits) {}

  private static Gen<SortedMap<Integer, List<Point>>> pages() {
    return choices -> {
      var steps = Gen.longs(1, 20_000).list(1, 8);
      var shared = steps.from(choices);
      var page = new TreeMap<Integer, List<Point>>();
      for (int series = 0; series < SERIES; series++) {
        if (choices.oneIn(3)) {
          continue;
        }
        var points = new ArrayList<Point>();
        long time = 1_790_000_000_000L;
        for (long step : choices.oneIn(3) ? steps.from(choices) : shared) {
          time += step;
          long bits =
              choices.oneIn(6)
                  ? Stale.BITS
                  : Double.doubleToRawLongBits(Gen.doubles().from(choices));
          points.add(new Point(time, bits));
        }
        page.put(series, points);
      }
      return page;
    };
  }

  private static ChunkPage write(SortedMap<Integer, List<Point>> page) {
    var writer = new ChunkWriter(SERIES);
    page.forEach((series, points) ->
        writer.add(
            series,
            points.stream().mapToLong(Point::time).toArray(),
            points.stream().mapToDouble(p -> Double.longBitsToDouble(p.bits())).toArray(),
            points.size()));
    return writer.page();
  }

  private static List<Point> read(ChunkPage.Reader reader, int series) {
    int count = reader.read(series);
    var points = new ArrayList<Point>();
    for (int i = 0; i < count; i++) {
      points.add(new Point(reader.times()[i], Double.doubleToRawLongBits(reader.values()[i])));
    }
    return points;
  }

  @Test
  void page_comesBack() {
    Property.of("a page comes back")
        .withCases(CASES)
        .check(
            pages(),
            page -> {
              ChunkPage written = write(page);
              ChunkPage again = write(page);
              assertThat(again.content()).as("the same again").isEqualTo(written.content());
              assertThat(again.heads().bytes()).isEqualTo(written.heads().bytes());
              var opened = ChunkPage.open(written.heads().bytes(), written.content());
              var reader = opened.reader();
              for (int series = SERIES - 1; series >= 0; series--) {
                assertThat(read(reader, series)).isEqualTo(page.getOrDefault(series, List.of()));
              }
            });
  }

  @Test
  void heads_sayWhatPointsSay() {
    Property.of("heads say what the points say")
        .withCases(CASES)
        .check(
            pages(),
            page -> {
              var heads = ChunkHeads.open(write(page).heads().bytes());
              for (int series = 0; series < SERIES; series++) {
                assertThat(heads.has(series)).isEqualTo(page.containsKey(series));
              }
              page.forEach(
                  (series, points) -> assertThat(heads.head(series)).isEqualTo(head(points)));
            });
  }

  private static Head head(List<Point> points) {
    return Head.of(
        points.stream().mapToLong(Point::time).toArray(),
        points.stream().mapToDouble(p -> Double.longBitsToDouble(p.bits())).toArray(),
        points.size());
  }

  @Test
  void head_numbersAndMarkers_markersCountAsPointsOnly() {
    // Given
    double[] values = {Stale.NAN, 4, -1, Stale.NAN, 2.5};
    long[] times = {10, 20, 30, 40, 50};

    // When
    var head = Head.of(times, values, 5);

    // Then
    assertThat(head).isEqualTo(new Head(5, 2, 10, 50, -1, 4, 5.5, 4, 2.5));
    assertThat(head.values()).isEqualTo(3);
  }

  @Test
  void head_nan_isNeitherLeastNorGreatestButMakesTheSum() {
    // Given
    double[] values = {Double.NaN, 1, Double.NaN, 3};

    // When
    var head = Head.of(new long[] {1, 2, 3, 4}, values, 4);

    // Then
    assertThat(head.min()).isEqualTo(1);
    assertThat(head.max()).isEqualTo(3);
    assertThat(head.sum()).isNaN();
    assertThat(head.last()).isEqualTo(3);
  }

  @Test
  void head_largeAndSmall_sumIsExact() {
    // Given
    double[] values = {1e100, 1, -1e100};

    // When
    var head = Head.of(TIMES, values, 3);

    // Then
    assertThat(head.sum()).isEqualTo(1);
  }

  @Test
  void head_infinities_sumIsInfinite() {
    // Given
    double[] values = {1, Double.POSITIVE_INFINITY, 2};

    // When
    var head = Head.of(TIMES, values, 3);

    // Then
    assertThat(head.sum()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  /// The example of `docs/wire/chunk.md`.
  @Test
  void page_isWrittenAsDocumented() {
    // Given
    var writer = new ChunkWriter(3);
    writer.add(0, TIMES, new double[] {0.25, 0.5, 0.75}, 3);
    writer.add(2, TIMES, new double[] {7, 7, Stale.NAN}, 3);

    // When
    var page = writer.page();

    // Then
    assertThat(HexFormat.of().formatHex(page.heads().bytes()))
        .isEqualTo(
            "01030103d00fa09c0106"
                + "0200010005010c10010002"
                + "02320e0296010e011e1c02320e0296010e");
    assertThat(HexFormat.of().formatHex(page.content()))
        .isEqualTo("01d00fa09c01010201323200" + "0100000e0102020000000000f07f");
  }

  @Test
  void add_timesNotAscending_isRefused() {
    // Given
    var writer = new ChunkWriter(1);

    // When, Then
    assertThatThrownBy(() -> writer.add(0, new long[] {2, 2}, new double[2], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time 2 after 2");
  }

  @Test
  void open_contentOfAnotherPage_isMalformed() {
    // Given
    var writer = new ChunkWriter(1);
    writer.add(0, TIMES, new double[] {1, 2, 4}, 3);
    var page = writer.page();

    // When, Then
    byte[] shorter = Arrays.copyOf(page.content(), page.content().length - 1);
    assertThatThrownBy(() -> ChunkPage.open(page.heads(), shorter))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("the page has");
  }

  @Test
  void open_damagedBytes_isReadOrMalformed() {
    var random = new Random(11);
    var page = new TreeMap<Integer, List<Point>>();
    for (int series = 0; series < SERIES; series += 2) {
      var points = new ArrayList<Point>();
      for (int i = 0; i < 20; i++) {
        points.add(new Point(10_000L * i, Double.doubleToRawLongBits(random.nextInt(100) / 10.0)));
      }
      page.put(series, points);
    }
    ChunkPage whole = write(page);
    for (int i = 0; i < FUZZED; i++) {
      byte[] heads = damage(whole.heads().bytes(), random);
      byte[] content = i % 2 == 0 ? whole.content() : damage(whole.content(), random);
      try {
        var opened = ChunkPage.open(heads, content);
        var reader = opened.reader();
        for (int series = 0; series < opened.heads().series(); series++) {
          reader.read(series);
        }
      } catch (Malformed e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private static byte[] damage(byte[] bytes, Random random) {
    byte[] damaged =
        random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }
}
