package io.aramaki.monitoring.domain.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.monitoring.domain.promql.eval.Settings;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.select.SeriesSource;
import io.aramaki.monitoring.domain.promql.select.Windows;
import io.aramaki.monitoring.domain.promql.value.Absent;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.QueryException.Kind;
import io.aramaki.monitoring.domain.promql.value.QueryResult;
import io.aramaki.monitoring.domain.promql.value.Series;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromqlEngineTest {
  private static final long NOW = 10_000_000;

  private static PromqlEngine engine(SeriesSource source, Limits limits) {
    var settings = new Settings(limits, Duration.ofMinutes(5), Duration.ofMinutes(1));
    return new PromqlEngine(source, settings, () -> 0);
  }

  private static PromqlEngine engine(SeriesSource source) {
    return engine(source, Limits.DEFAULT);
  }

  private static Series series(String name, int size, double value) {
    var times = new long[size];
    var values = new double[size];
    for (int i = 0; i < size; i++) {
      times[i] = NOW - (size - 1 - i) * 10_000L;
      values[i] = value;
    }
    return new Series(Labels.of("__name__", "m", "n", name), times, values, size);
  }

  private static MemorySource source(int count) {
    var source = new MemorySource();
    for (int i = 0; i < count; i++) {
      source.add(series(Integer.toString(i), 100, i));
    }
    return source;
  }

  private static Limits limits(int points, int series, long samples, long cells) {
    return new Limits(1_000, 50, 1_000, points, series, samples, cells, Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "m, more than 3 series for one selector",
    "sum_over_time(m[1m]), more than 3 series for one selector",
    "'avg_over_time(m{n=\"0\"}[30m]) + avg_over_time(m{n=\"1\"}[30m])', more than 150 samples",
    "'m{n=~\"0|1\"} + m{n=~\"0|1\"}', more than 3 values between operators",
    "'sum_over_time((m{n=\"0\"} > 1)[1000d:1s])', more than 3 values between operators"
  })
  void query_overALimit_saysWhichAndHowMuch(String query, String message) {
    // Given
    var engine = engine(source(10), limits(100, 3, 150, 3));

    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> engine.instant(query, NOW, () -> false))
        .withMessageContaining(message + ", which is the limit; ")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.EXECUTION));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000, 1, exceeded maximum resolution of 100 points per timeseries",
    "1000, 0, 1, end timestamp must not be before start time",
    "0, 1000, 0, zero or negative query resolution step widths",
    "0, 9223372036854775807, 100000000000000000, too far from 1970"
  })
  void range_thatIsWrong_isBadData(long start, long end, long step, String message) {
    // Given
    var engine = engine(source(1), limits(100, 3, 100, 3));

    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> engine.range("m", start, end, step, () -> false))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BAD_DATA));
  }

  @Test
  void query_pastItsTime_endsInsideASeries() {
    // Given
    var clock = new AtomicLong();
    var settings =
        new Settings(
            limits(11_000, 3, 1_000_000, 1_000_000), Duration.ofMinutes(5), Duration.ofMinutes(1));
    var source = new MemorySource().add(series("0", 10_000, 1));
    var engine = new PromqlEngine(source, settings, () -> clock.addAndGet(100_000_000));

    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() ->
            engine.range(
                "quantile_over_time(0.5, m[1d])", NOW - 50_000_000, NOW, 10_000, () -> false))
        .withMessage("query timed out in expression evaluation")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    assertThat(clock.get()).isLessThan(2_000_000_000L);
  }

  @Test
  void query_thatNobodyWaitsFor_isCanceled() {
    // Given
    var engine = engine(source(3));

    // When / Then
    assertThatExceptionOfType(QueryException.class)
        .isThrownBy(() -> engine.instant("sum(m)", NOW, () -> true))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CANCELED));
  }

  @Test
  void topk_overWindows_holdsNoMoreThanItShows() {
    // Given
    int count = 50_000;
    var times = new long[] {NOW};
    var values = new double[1];
    SeriesSource reusing =
        (_, _, into) -> {
          for (int i = 0; i < count; i++) {
            values[0] = i * 31L % count;
            into.visit(
                new Series(Labels.of("__name__", "m", "n", Integer.toString(i)), times, values, 1));
          }
        };
    var engine = engine(reusing, limits(100, 3, 1, 20));

    // When
    var result = engine.instant("topk(10, avg_over_time(m[24h]))", NOW, () -> false);

    // Then
    var samples = ((QueryResult.Vector) result).samples();
    assertThat(samples).hasSize(10);
    assertThat(samples.getFirst().value()).isEqualTo(count - 1.0);
    assertThat(samples.getLast().value()).isEqualTo(count - 10.0);
  }

  @Test
  void source_withSummaries_isAskedForThemFirst() {
    // Given
    SeriesSource summarizing =
        new SeriesSource() {
          @Override
          public void select(Selection selection, Budget budget, SeriesVisitor into) {
            throw new AssertionError("samples are not needed");
          }

          @Override
          public boolean overTime(
              Selection selection, Windows windows, Budget budget, WindowVisitor into) {
            var values = new double[windows.count()];
            Arrays.setAll(values, i -> windows.end(i) - windows.start(i));
            values[0] = Absent.VALUE;
            into.visit(Labels.of("__name__", selection.hints().function()), values);
            return true;
          }
        };

    // When
    var result =
        engine(summarizing)
            .range("max_over_time(m[5m] offset 1m)", 0, 120_000, 60_000, () -> false);

    // Then
    assertThat(result.series())
        .containsExactly(
            new Series(Labels.EMPTY, new long[] {60_000, 120_000}, new double[] {3e5, 3e5}, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "m, 9700000, 10000000, 0, ''",
    "m offset 1m, 9640000, 9940000, 0, ''",
    "m @ 5, -295000, 5000, 0, ''",
    "sum by (n) (m), 9700000, 10000000, 0, sum",
    "rate(m[10m]), 9400000, 10000000, 600000, rate",
    "max_over_time(rate(m[1m])[10m:1m]), 9360000, 9960000, 60000, rate",
    "abs(m + 1), 9700000, 10000000, 0, ''"
  })
  void source_isAskedForTheTimeThatIsNeeded(
      String query, long start, long end, long range, String function) {
    // Given
    var source = source(1);

    // When
    engine(source).instant(query, NOW, () -> false);

    // Then
    var selection = source.asked().getFirst();
    assertThat(selection.start()).isEqualTo(start);
    assertThat(selection.end()).isEqualTo(end);
    assertThat(selection.hints().range()).isEqualTo(range);
    assertThat(selection.hints().function()).isEqualTo(function);
  }

  @Test
  void manyThreads_askingTheSameEngine_getTheSame() {
    // Given
    var engine = engine(source(20));
    var expected = engine.instant("sum(rate(m[5m])) + count(m)", NOW, () -> false);

    // When
    long equal =
        IntStream.range(0, 200)
            .parallel()
            .filter(_ ->
                engine.instant("sum(rate(m[5m])) + count(m)", NOW, () -> false).equals(expected))
            .count();

    // Then
    assertThat(equal).isEqualTo(200);
  }
}
