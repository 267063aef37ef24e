package io.aramaki.monitoring.domain.promql.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-0.0, -0",
    "0.1, 0.1",
    "1e21, 1000000000000000000000",
    "1.5e-7, 0.00000015",
    "123456.789, 123456.789",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "2e-322, 0.0002e-318"
  })
  void number_written_isShortAndPlain(double number, String expected) {
    // When
    String text = Texts.plain(number);

    // Then
    assertThat(text)
        .isEqualTo(
            expected.contains("e")
                ? new BigDecimal(expected).stripTrailingZeros().toPlainString()
                : expected);
  }

  @Test
  void smallestNumber_written_hasOneDigit() {
    // When
    String text = Texts.plain(Double.MIN_VALUE);

    // Then
    assertThat(text).endsWith("0005").hasSize(326);
  }

  @ParameterizedTest
  @CsvSource({"1e30, 1e+30", "1e-7, 1e-07", "-2.5e22, -2.5e+22", "42, 42", "0.0001, 0.0001"})
  void number_inMessages_hasAnExponentOnlyIfItIsFar(double number, String expected) {
    // When
    String text = Texts.shortest(number);

    // Then
    assertThat(text).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"+Inf, Infinity", "-inf, -Infinity", "0x1p4, 16", "1e3, 1000", ".5, 0.5", "NaN, NaN"})
  void text_thatIsANumber_isRead(String text, double expected) {
    // When
    var number = Texts.number(text);

    // Then
    assertThat(number).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "odd", "1d", "1f", "--1", "1e999", "0x", "+NaN", " 1", "1 "})
  void text_thatIsNoNumber_isNone(String text) {
    // When
    var number = Texts.number(text);

    // Then
    assertThat(number).isEmpty();
  }

  @Test
  void labels_changed_staySorted() {
    // Given
    var labels = Labels.of("z", "1", "__name__", "m", "a", "\"");

    // When
    var changed = labels.with("k", "v").withoutName().with("z", "");

    // Then
    assertThat(labels).hasToString("{__name__=\"m\", a=\"\\\"\", z=\"1\"}");
    assertThat(changed).isEqualTo(Labels.of("k", "v", "a", "\"")).isLessThan(Labels.of("b", "x"));
  }

  @Test
  void rowSet_sameLabelsAtOneStep_isRefused() {
    // Given
    var rows = new RowSet(2);
    rows.add(new Row(Labels.EMPTY, new double[] {1, Absent.VALUE}));
    rows.add(new Row(Labels.EMPTY, new double[] {Absent.VALUE, 2}));

    // When
    var merged = rows.rows();

    // Then
    assertThat(merged).hasSize(1);
    assertThat(merged.getFirst().values()).containsExactly(1, 2);
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> rows.add(new Row(Labels.EMPTY, new double[] {3, Absent.VALUE})))
        .withMessage("vector cannot contain metrics with the same labelset");
  }
}
