package io.aramaki.kit.codec.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.kit.testing.property.Gen;
import io.aramaki.kit.testing.property.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchContentTest {
  private static final int CASES = 1_000;
  private static final int FUZZED = 20_000;
  private static final SeriesName LOAD = SeriesName.of("orgs/o/systems/web", "load1", Map.of(), "");
  private static final SeriesName FREE =
      SeriesName.of("orgs/o/systems/web", "disk_free", Map.of("mount", "/", "dev", "ü"), "bytes");

  private static final SeriesName UP = SeriesName.of("orgs/o/systems/web", "up", Map.of(), "");

  /// Samples of one series, equal if they are so bit by bit.
  private record Samples(int series, List<Long> times, List<Long> bits) {
    static Samples of(int series, long[] times, double[] values, int from, int count) {
      return new Samples(
          series,
          Arrays.stream(times, 0, count).boxed().toList(),
          Arrays.stream(values, from, from + count).mapToObj(Double::doubleToRawLongBits).toList());
    }
  }

  /// What goes into a batch.
  private record Case(int inherited, int own, List<Samples> samples, int beside) {}

  private static Gen<Case> cases() {
    return choices -> {
      int inherited = Gen.ints(0, 5).from(choices);
      int own = Gen.ints(inherited == 0 ? 1 : 0, 5).from(choices);
      var times = Gen.longs(-5, 5).map(n -> 1_790_000_000_000L + n * 10_000).list(1, 6);
      var shared = times.from(choices);
      var samples = new ArrayList<Samples>();
      for (int i = 0; i < inherited + own; i++) {
        if (choices.oneIn(4)) {
          continue;
        }
        var own2 = choices.oneIn(3) ? times.from(choices) : shared;
        var bits =
            Gen.doubles()
                .map(Double::doubleToRawLongBits)
                .list(own2.size(), own2.size())
                .from(choices);
        samples.add(new Samples(i, own2, bits));
      }
      return new Case(inherited, own, samples, Gen.ints(0, 300).from(choices));
    };
  }

  @Test
  void content_comesBack() {
    Property.of("a content comes back")
        .withCases(CASES)
        .check(
            cases(),
            one -> {
              byte[] content = write(one);
              assertThat(write(one)).as("the same again").isEqualTo(content);
              var read = BatchContent.open(content);
              assertThat(read.beside()).isEqualTo(new byte[one.beside]);
              assertThat(read.dictionary()).isEqualTo(one.inherited == 0 ? 0 : 7);
              assertThat(read.own()).isEqualTo(names(one.own));
              assertThat(samples(read, one.inherited))
                  .containsExactlyInAnyOrderElementsOf(one.samples);
            });
  }

  private static byte[] write(Case one) {
    var writer = new BatchWriter(one.inherited == 0 ? 0 : 7, one.inherited, names(one.own));
    writer.beside(new byte[one.beside]);
    for (var samples : one.samples) {
      writer.add(
          samples.series,
          samples.times.stream().mapToLong(Long::longValue).toArray(),
          samples.bits.stream().mapToDouble(Double::longBitsToDouble).toArray(),
          samples.times.size());
    }
    return writer.content();
  }

  private static List<SeriesName> names(int count) {
    var names = new ArrayList<SeriesName>();
    for (int i = 0; i < count; i++) {
      names.add(
          SeriesName.of("orgs/o/systems/s", "m" + i, Map.of("a", "x" + i % 2, "b" + i, ""), "s"));
    }
    return names;
  }

  private static List<Samples> samples(BatchContent content, int inherited) {
    var samples = new ArrayList<Samples>();
    content.samples(
        inherited,
        (series, times, values, from, count) ->
            samples.add(Samples.of(series, times, values, from, count)));
    return samples;
  }

  /// The example of `docs/wire/batch.md`.
  @Test
  void content_isWrittenAsDocumented() {
    var writer = new BatchWriter(0, 0, List.of(LOAD, FREE, UP));
    writer.beside("hi".getBytes(StandardCharsets.UTF_8));
    writer.add(0, new long[] {1_000, 11_000}, new double[] {0.25, 0.5}, 2);
    writer.add(1, new long[] {1_000, 11_000}, new double[] {4096, 4096}, 2);
    writer.add(2, new long[] {21_000}, new double[] {0.75}, 1);

    assertThat(HexFormat.of().formatHex(writer.content())).isEqualTo(Golden.HEX);
    assertThat(samples(BatchContent.open(HexFormat.of().parseHex(Golden.HEX)), 0)).hasSize(3);
  }

  @Test
  void content_ofAnyBytes_isReadOrMalformed() {
    var seeds = new Random(1);
    var valid = Golden.contents();
    for (int i = 0; i < FUZZED; i++) {
      var random = new Random(seeds.nextLong());
      byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      bytes =
          Arrays.copyOf(
              bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
      readOrMalformed(bytes);
    }
  }

  private static void readOrMalformed(byte[] bytes) {
    try {
      BatchContent.open(bytes).samples(100, (_, _, _, _, _) -> {});
    } catch (Malformed e) {
      assertThat(e).hasMessageMatching("(?s).+");
    } catch (RuntimeException e) {
      throw new AssertionError(HexFormat.of().formatHex(bytes), e);
    }
  }

  /// More samples than 32 bits count, in few bytes.
  @Test
  void content_thatPromisesTooMuch_isMalformed() {
    var content = new ByteOutput();
    content.varint(0);
    content.varint(0);
    content.varint(0);
    content.varint(214_749);
    content.varint(10_000);
    content.bytes(new byte[300_000], 0, 300_000);

    assertThatThrownBy(
            () -> BatchContent.open(Packing.close(content)).samples(1, (_, _, _, _, _) -> {}))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("at most 1000000 samples");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 03 00 03 00 fc ff 00 00 00", // the stream never ends
        "01 03 63 18 05", // more than it says
        "01 80 80 80 02", // 4 MiB out of nothing
        "01 03",
        "02 00",
        "01 80 80 80 80 02 00"
      })
  void content_thatIsNotDeflatedAsItSays_isMalformed(String hex) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

    assertThatThrownBy(() -> BatchContent.open(bytes)).isInstanceOf(Malformed.class);
  }

  @Test
  void writer_refusesWhatNoReaderTakes() {
    var long4096 = "x".repeat(4_097);
    var labels = new TreeMap<String, String>();
    for (int i = 0; i < 65; i++) {
      labels.put("l" + i, "");
    }

    assertRefused(() -> new BatchWriter(0, 0, List.of(SeriesName.of("s", long4096, Map.of(), ""))));
    assertRefused(() -> new BatchWriter(0, 0, List.of(SeriesName.of("s", "m", labels, ""))));
    assertRefused(() -> new BatchWriter(0, 0, List.of(SeriesName.of("s", "\ud800", Map.of(), ""))));
    assertRefused(() -> new BatchWriter(0, 3, List.of()));
    var writer = new BatchWriter(0, 0, List.of(LOAD));
    assertRefused(() -> writer.add(1, new long[1], new double[1], 1));
    assertRefused(() -> writer.add(0, new long[2], new double[1], 2));
    assertRefused(() -> writer.add(0, new long[1], new double[1], 0));
    writer.add(0, new long[1], new double[1], 1);
    assertRefused(() -> writer.add(0, new long[1], new double[1], 1));
    writer.beside(new byte[4 << 20]);
    assertRefused(writer::content);
    assertThat(writer.samples()).isEqualTo(1);
  }

  private static void assertRefused(ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labels_ofAnyMap_areWrittenInOrder() {
    var reversed = new TreeMap<String, String>(Comparator.reverseOrder());
    reversed.putAll(Map.of("a", "1", "b", "2", "c", "3"));
    var one = new SeriesName("s", "m", reversed, "");
    var other = SeriesName.of("s", "m", Map.of("c", "3", "b", "2", "a", "1"), "");

    assertThat(new BatchWriter(0, 0, List.of(one)).content())
        .isEqualTo(new BatchWriter(0, 0, List.of(other)).content());
  }

  @Test
  void samples_ofASeriesThatNobodyNamed_areMalformed() {
    var writer = new BatchWriter(9, 3, List.of());
    writer.add(2, new long[] {1}, new double[] {1}, 1);
    var content = BatchContent.open(writer.content());

    assertThatThrownBy(() -> samples(content, 2))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("series 2 of 2 is named");
  }

  @Test
  void content_ofRepeatedText_isDeflated() {
    var writer = new BatchWriter(0, 0, List.of(LOAD));
    writer.beside(new byte[100_000]);

    assertThat(writer.content()).hasSizeLessThan(1_000);
  }
}
