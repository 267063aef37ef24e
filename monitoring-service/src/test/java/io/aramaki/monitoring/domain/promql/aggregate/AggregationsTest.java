package io.aramaki.monitoring.domain.promql.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.syntax.Aggregation;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.Names;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregationsTest {
  private static final Names NO_NAMES = Names.of(List.of());

  private static Budget budget() {
    return new Budget(Limits.DEFAULT, () -> 0, () -> false);
  }

  private static List<Row> finish(Groups groups, double... values) {
    for (int i = 0; i < values.length; i++) {
      groups.add(new Row(Labels.of("n", Integer.toString(i)), new double[] {values[i]}));
    }
    var rows = new ArrayList<Row>();
    groups.finish(rows::add);
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "SUM, 18",
    "AVG, 4.5",
    "MIN, 1",
    "MAX, 9",
    "COUNT, 4",
    "GROUP, 1",
    "STDVAR, 8.75",
    "STDDEV, 2.958039891549808",
    "QUANTILE, 4"
  })
  void aggregation_ofOneGroup_givesItsValue(Aggregation op, double expected) {
    // Given
    var groups = Aggregations.of(op, NO_NAMES, false, new double[] {0.5}, 1, budget());

    // When
    var rows = finish(groups, 3, 9, Absent.VALUE, 5, 1);

    // Then
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().labels()).isEqualTo(Labels.EMPTY);
    assertThat(rows.getFirst().values()[0]).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "TOPK, 2, 1 3",
    "BOTTOMK, 2, 4 0",
    "TOPK, 9, 1 3 0 4 2",
    "BOTTOMK, 1, 4",
    "TOPK, 0, ''"
  })
  void ranking_ofValuesWithNaN_putsTheBestFirst(Aggregation op, double most, String expected) {
    // Given
    var groups = Aggregations.of(op, NO_NAMES, false, new double[] {most}, 1, budget());

    // When
    var rows = finish(groups, 3, 9, Double.NaN, 5, 1);

    // Then
    var order = rows.stream().map(row -> row.labels().get("n")).toList();
    assertThat(String.join(" ", order)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e30})
  void ranking_ofNoNumberOfSeries_isRefused(double most) {
    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() ->
            Aggregations.of(Aggregation.TOPK, NO_NAMES, false, new double[] {most}, 1, budget()))
        .withMessageMatching("Scalar value \\S+ overflows int64");
  }

  @Test
  void ranking_ofManySeries_keepsTheOrder() {
    // Given
    var groups =
        Aggregations.of(Aggregation.TOPK, NO_NAMES, false, new double[] {100}, 1, budget());
    var values = new double[1_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7919 % 1_000;
    }

    // When
    var rows = finish(groups, values);

    // Then
    assertThat(rows).hasSize(100);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).values()[0]).isEqualTo(999.0 - i);
    }
  }

  @Test
  void values_counted_becomeLabels() {
    // Given
    var groups = Aggregations.countValues("v", NO_NAMES, false, 1, budget());

    // When
    var rows = finish(groups, 1.5, 2, 1.5, Double.NaN);

    // Then
    assertThat(rows.stream().map(row -> row.labels() + " " + row.values()[0]))
        .containsExactly("{v=\"1.5\"} 2.0", "{v=\"2\"} 1.0", "{v=\"NaN\"} 1.0");
  }
}
