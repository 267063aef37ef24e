package io.aramaki.monitoring.domain.promql.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Parser;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JoinTest {
  private static final double NONE = Absent.VALUE;

  private static List<Row> apply(String operator, List<Row> left, List<Row> right) {
    var binary = (Binary) Parser.parse("l " + operator + " r", Limits.DEFAULT);
    var budget = new Budget(Limits.DEFAULT, () -> 0, () -> false);
    return binary.op().isSet()
        ? Sets.apply(binary, left, right, 2, budget)
        : Join.apply(binary, left, right, 2, budget);
  }

  private static Row row(double first, double second, String... labels) {
    return new Row(Labels.of(labels), new double[] {first, second});
  }

  private static String text(List<Row> rows) {
    return String.join(
        ";",
        rows.stream().map(r -> r.labels() + " " + r.values()[0] + " " + r.values()[1]).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          +                  | {a="1"} 11.0 22.0
          > bool             | {a="1"} 0.0 0.0
          <                  | {__name__="l", a="1"} 1.0 2.0
          < on(a)            | {a="1"} 1.0 2.0
          * on(a) group_left | {a="1"} 10.0 40.0
          ^                  | {a="1"} 1.0 1048576.0
          and                | {__name__="l", a="1"} 1.0 2.0
          unless on(b)       | ''
          """)
  void operator_betweenTwoSeries_computesWithItsLabels(String operator, String expected) {
    // Given
    var left = List.of(row(1, 2, "__name__", "l", "a", "1"));
    var right = List.of(row(10, 20, "__name__", "r", "a", "1"));

    // When
    var rows = apply(operator, left, right);

    // Then
    assertThat(text(rows)).isEqualTo(expected);
  }

  @Test
  void join_toOneSide_takesItsLabels() {
    // Given
    var left = List.of(row(1, 2, "i", "1", "c", "x"), row(3, NONE, "i", "1", "c", "y"));
    var right = List.of(row(2, 2, "i", "1", "v", "9"));

    // When
    var rows = apply("* on(i) group_left(v)", left, right);

    // Then
    assertThat(text(rows))
        .isEqualTo("{c=\"x\", i=\"1\", v=\"9\"} 2.0 4.0;{c=\"y\", i=\"1\", v=\"9\"} 6.0 NaN");
  }

  @Test
  void join_ofSeriesThatTakeTurns_matchesAtEachStepAnew() {
    // Given
    var left = List.of(row(1, 2, "i", "1"));
    var right = List.of(row(10, NONE, "i", "1", "v", "1"), row(NONE, 20, "i", "1", "v", "2"));

    // When
    var rows = apply("+ on(i)", left, right);

    // Then
    assertThat(text(rows)).isEqualTo("{i=\"1\"} 11.0 22.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          + on(i)               | found duplicate series for the match group {i="1"} on the right hand-side
          + on(i) group_right   | multiple matches for labels: grouping labels must ensure unique matches
          + on(x) group_left    | found duplicate series for the match group {} on the right hand-side
          """)
  void join_ofSeveralToSeveral_isRefused(String operator, String message) {
    // Given
    var left = List.of(row(1, 2, "i", "1", "__name__", "a"));
    var right = List.of(row(1, 2, "i", "1", "__name__", "b"), row(1, 2, "i", "1", "__name__", "c"));

    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> apply(operator, left, right))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(QueryException.Kind.EXECUTION));
  }

  @Test
  void or_ofBothSides_fillsWhatTheLeftHasNot() {
    // Given
    var left = List.of(row(1, NONE, "i", "1"));
    var right = List.of(row(10, 20, "i", "1"), row(30, 40, "i", "2"));

    // When
    var rows = apply("or", left, right);

    // Then
    assertThat(text(rows)).isEqualTo("{i=\"1\"} 1.0 20.0;{i=\"2\"} 30.0 40.0");
  }
}
