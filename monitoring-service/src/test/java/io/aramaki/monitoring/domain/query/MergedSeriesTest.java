package io.aramaki.monitoring.domain.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The series of several instances as one source, also when some of them go away.
final class MergedSeriesTest {
  private static final Selection ALL =
      new Selection(List.of(), 0, 10, new Selection.Hints(0, 0, "", false, List.of()));

  private final List<String> closed = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  private static Series series(String job, long... times) {
    double[] values = Arrays.stream(times).mapToDouble(time -> time * 10.0).toArray();
    return new Series(Labels.of(Map.of("job", job)), times, values, times.length);
  }

  /// Another instance, which goes away after its series if it is said to.
  private Neighbour neighbour(String name, boolean goes, Series... has) {
    return new Neighbour() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Cursor select(Selection selection, Visibility visibility, Duration time) {
        asked.add(name);
        var left = new ArrayList<>(List.of(has));
        return new Cursor() {
          @Override
          public Optional<Series> next() throws Gone {
            if (left.isEmpty() && goes) {
              throw new Gone(new IllegalStateException("gone"));
            }
            return left.isEmpty() ? Optional.empty() : Optional.of(left.removeFirst());
          }

          @Override
          public void close() {
            closed.add(name);
          }
        };
      }
    };
  }

  /// This instance.
  private static SeriesSource own(Series... has) {
    return new SeriesSource() {
      @Override
      public void select(Selection selection, Budget budget, SeriesVisitor into) {
        List.of(has).forEach(into::visit);
      }

      @Override
      public boolean overTime(
          Selection selection, Windows windows, Budget budget, WindowVisitor into) {
        return true;
      }
    };
  }

  private static MergedSeries merged(SeriesSource own, Neighbour... others) {
    return new MergedSeries(own, List.of(others), Visibility.ALL, () -> Duration.ofMinutes(1));
  }

  private static Budget budget(int series) {
    Limits all = Limits.DEFAULT;
    return new Budget(
        new Limits(
            all.queryLength(),
            all.nesting(),
            all.regexSize(),
            all.points(),
            series,
            all.samples(),
            all.cells(),
            all.time()),
        System::nanoTime,
        () -> false);
  }

  private static List<String> selected(MergedSeries merged) {
    var found = new ArrayList<String>();
    merged.select(ALL, budget(100), series -> found.add(series.toString()));
    return found;
  }

  @Test
  void series_comeByLabels_whereverTheyAre() {
    // Given
    var merged =
        merged(
            own(series("b", 1), series("e", 1)),
            neighbour("m2", false, series("a", 1), series("f", 1)),
            neighbour("m3", false, series("c", 1), series("d", 1)));

    // When
    var found = selected(merged);

    // Then
    assertThat(found)
        .extracting(text -> text.substring(6, 7))
        .containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(merged.unavailable()).isEmpty();
    assertThat(closed).containsExactly("m2", "m3");
  }

  @Test
  void samplesOfTheSameSeries_areOneSeries_byTime_eachTimeOnce() {
    // Given
    var merged =
        merged(
            own(series("a", 1, 4), series("a", 2)), neighbour("m2", false, series("a", 1, 3, 5)));

    // When / Then
    assertThat(selected(merged)).containsExactly("{job=\"a\"} 10@1 20@2 30@3 40@4 50@5");
  }

  @Test
  void instanceThatGoesAway_isNamed_andNotAskedAgain() {
    // Given
    var merged =
        merged(
            own(series("b", 1)),
            neighbour("m2", true, series("a", 1)),
            neighbour("m3", false, series("c", 1)));

    // When
    var first = selected(merged);
    var second = selected(merged);

    // Then
    assertThat(first).hasSize(3);
    assertThat(second).containsExactly("{job=\"b\"} 10@1", "{job=\"c\"} 10@1");
    assertThat(merged.unavailable()).containsExactly("m2");
    assertThat(asked).containsExactly("m2", "m3", "m3");
    assertThat(closed).containsExactly("m2", "m3", "m3");
  }

  @Test
  void seriesOfOthers_countForTheLimit_andNothingStaysOpen() {
    // Given
    var merged = merged(own(), neighbour("m2", false, series("a", 1), series("b", 1)));

    // When / Then
    assertThatThrownBy(() -> merged.select(ALL, budget(1), _ -> {}))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("more than 1 series for one selector");
    assertThat(closed).containsExactly("m2");
  }

  @Test
  void windows_areFoldedOnlyWhereAllSamplesAre() {
    var windows = new Windows(10, 1, 1, 5);

    assertThat(merged(own()).overTime(ALL, windows, budget(1), (_, _) -> {})).isTrue();
    assertThat(
            merged(own(), neighbour("m2", false)).overTime(ALL, windows, budget(1), (_, _) -> {}))
        .isFalse();
  }
}
