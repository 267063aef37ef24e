package io.aramaki.kit.codec.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.kit.testing.property.Property;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnTest {
  private static final int CASES = 3_000;

  @Test
  void integers_comeBack() {
    Property.of("a column of integers comes back")
        .withCases(CASES)
        .check(
            Columns.longs(),
            numbers -> {
              long[] values = numbers.stream().mapToLong(Long::longValue).toArray();
              var in = new ByteInput(written(values));
              var read = new long[values.length];
              LongColumn.read(in, values.length, read);
              assertThat(read).isEqualTo(values);
              assertThat(in.remaining()).isZero();
            });
  }

  @Test
  void doubles_comeBackBitByBit() {
    Property.of("a column of doubles comes back")
        .withCases(CASES)
        .check(
            Columns.doubles(),
            numbers -> {
              double[] values = array(numbers);
              var in = new ByteInput(written(values));
              var read = new double[values.length];
              DoubleColumn.read(in, values.length, read, new long[values.length]);
              assertThat(bits(read)).isEqualTo(bits(values));
              assertThat(in.remaining()).isZero();
            });
  }

  @Test
  void doublesOfManySeries_comeBackBitByBit() {
    Property.of("a mixed column comes back")
        .withCases(CASES)
        .check(
            Columns.doubles(),
            numbers -> {
              double[] values = array(numbers);
              var out = new ByteOutput();
              MixedColumn.write(out, values, values.length);
              var in = new ByteInput(out.toByteArray());
              var read = new double[values.length];
              MixedColumn.read(in, values.length, read);
              assertThat(bits(read)).isEqualTo(bits(values));
              assertThat(in.remaining()).isZero();
            });
  }

  /// The encodings that are documented, each on what it is for.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 7 7 7|00 0e",
        "10 20 30 40|01 14 14",
        "1 3 0 2|02 00 02 00 8d",
        "0 10 21 30 41|03 00 12 02 00 89",
        "1 1 1 1 1 1 1 1 900 900 900 900 900 900 900 900 900 900 7 7 7 7 7 7 7 7|05 03 02 07 86 0e 09 f9 0d 07",
        "0 1000 3000 4000 2000 7000 5000|06 00 e8 07 02 00 03 00 c8 a8 17",
      })
  void integers_areWrittenAsDocumented(String numbers, String hex) {
    long[] values = Arrays.stream(numbers.split(" ")).mapToLong(Long::parseLong).toArray();

    assertThat(HexFormat.ofDelimiter(" ").formatHex(written(values))).isEqualTo(hex);
  }

  @Test
  void columns_asTheyAreMeasured_takeLittle() {
    double[] constant = DoubleStream.generate(() -> 42.5).limit(1_000).toArray();
    double[] counter = LongStream.range(0, 1_000).mapToDouble(i -> 1e9 + i * 1_500).toArray();
    double[] pages = LongStream.range(0, 1_000).mapToDouble(i -> 4096.0 * (i * i % 61)).toArray();
    double[] percent = LongStream.range(0, 1_000).mapToDouble(i -> (i * i % 101) / 100.0).toArray();

    assertThat(written(constant)).hasSize(9);
    assertThat(written(counter)).hasSizeLessThan(16);
    assertThat(written(pages)).hasSizeLessThan(1_000 * 6 / 8 + 20);
    assertThat(written(percent)).hasSizeLessThan(1_000 * 7 / 8 + 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "07",
        "05 03 00 00",
        "05 01 00 05",
        "05 01 00 01",
        "02 00 39",
        "02 00 08 00 01",
        "03 00",
        "04 00 00 00 02 05 00",
        "06 00 02 06",
        "02 00 04 01 00 09 01",
        "02 00 40 01 00 00 00 00 00 00 00 00",
        "06 00 00 00 00"
      })
  void integers_ofAnythingElse_areMalformed(String hex) {
    var in = new ByteInput(HexFormat.ofDelimiter(" ").parseHex(hex));

    assertThatThrownBy(() -> LongColumn.read(in, 4, new long[4])).isInstanceOf(Malformed.class);
  }

  private static byte[] written(long[] values) {
    var out = new ByteOutput();
    LongColumn.write(out, values, values.length);
    return out.toByteArray();
  }

  private static byte[] written(double[] values) {
    var out = new ByteOutput();
    DoubleColumn.write(out, values, 0, values.length);
    return out.toByteArray();
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
