package io.aramaki.kit.codec.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.testing.property.Gen;
import io.aramaki.kit.testing.property.Property;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteInputTest {
  private static final Gen<Long> ANY = Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, 8001",
    "300, ac02",
    "-1, ffffffffffffffffff01",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void varint_isSevenBitsAByte(long value, String hex) {
    var out = new ByteOutput();
    out.varint(value);

    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
    assertThat(ByteOutput.varintSize(value)).isEqualTo(out.size());
    assertThat(new ByteInput(out.toByteArray()).varint()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "-1, 01", "1, 02", "-2, 03", "-9223372036854775808, ffffffffffffffffff01"})
  void zigzag_putsTheSignLast(long value, String hex) {
    var out = new ByteOutput();
    out.zigzag(value);

    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
    assertThat(ByteOutput.zigzagSize(value)).isEqualTo(out.size());
    assertThat(new ByteInput(out.toByteArray()).zigzag()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffffffffff02", "ffffffffffffffffffff01", "80", ""})
  void varint_ofTooManyBitsOrTooFewBytes_isMalformed(String hex) {
    assertThatThrownBy(() -> new ByteInput(HexFormat.of().parseHex(hex)).varint())
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("at byte ");
  }

  @Test
  void text_thatIsNotUtf8_isMalformed() {
    assertThatThrownBy(() -> new ByteInput(new byte[] {2, (byte) 0xc3, 0x28}).text(10))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void text_longerThanIsTaken_isMalformed() {
    assertThatThrownBy(() -> new ByteInput(new byte[] {11}).text(10))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("at most 10 bytes of a text are taken, were 11");
  }

  @Test
  void packed_numbers_comeBack() {
    var ofOneLength =
        Gen.ints(0, 64)
            .flatMap(length -> ANY.map(n -> length == 0 ? 0 : n >>> (64 - length)).list(1, 60));
    Property.of("packed numbers come back")
        .check(
            Gen.oneOf(ofOneLength, Gen.oneOf(Gen.longs(0, 9), ANY).list(1, 60)), this::comesBack);
  }

  private static BitLengths lengths(long[] values) {
    var lengths = new BitLengths();
    for (long value : values) {
      lengths.add(value);
    }
    return lengths;
  }

  private void comesBack(List<Long> numbers) {
    long[] values = numbers.stream().mapToLong(Long::longValue).toArray();
    var out = new ByteOutput();
    Packed.write(out, values, values.length, lengths(values));
    out.u8(0x5a);
    var in = new ByteInput(out.toByteArray());
    var read = new long[values.length];
    Packed.read(in, values.length, read);
    assertThat(read).isEqualTo(values);
    assertThat(in.u8()).isEqualTo(0x5a);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void packed_oneLargeAmongSmall_isAnException() {
    var values = new long[1_000];
    values[500] = Long.MAX_VALUE;
    var out = new ByteOutput();
    Packed.write(out, values, values.length, lengths(values));

    assertThat(out.size()).isLessThan(20);
  }
}
