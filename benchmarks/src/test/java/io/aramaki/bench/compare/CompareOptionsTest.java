package io.aramaki.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareOptionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:30:05Z");

  @Test
  void parse_unknownOption_isRefused() {
    assertThatThrownBy(() -> CompareOptions.parse(Measure.DISK, List.of("--host", "3")))
        .hasMessage("--host is no option");
  }

  @Test
  void parse_optionWithoutValue_isRefused() {
    assertThatThrownBy(() -> CompareOptions.parse(Measure.DISK, List.of("--hosts")))
        .hasMessage("--hosts lacks its value");
  }

  @Test
  void parse_noNumber_isRefused() {
    assertThatThrownBy(() -> CompareOptions.parse(Measure.DISK, List.of("--hosts", "many")))
        .hasMessage("--hosts must be a whole number, was \"many\"");
  }

  @Test
  void parse_outOfRange_saysTheRange() {
    assertThatThrownBy(() -> CompareOptions.parse(Measure.DISK, List.of("--hosts", "0")))
        .hasMessage("--hosts must be 1 to 10000, was 0");
  }

  @Test
  void parse_peerOfAnotherMeasure_isRefused() {
    assertThatThrownBy(() -> CompareOptions.parse(Measure.QUERY, List.of("--only", "influxdb")))
        .hasMessage(
            "--only knows victoria-metrics, prometheus, aramaki for query, not \"influxdb\"");
  }

  @Test
  void parse_nothing_isTheUsualRun() {
    // When
    CompareOptions options = CompareOptions.parse(Measure.INGEST, List.of("--peers"));

    // Then
    assertThat(options.set()).isEqualTo(DataSet.RECIPE);
    assertThat(options.hosts()).isEqualTo(1_000);
    assertThat(options.seconds()).isEqualTo(300);
    assertThat(options.peers()).hasSize(6).endsWith("aramaki");
  }

  @Test
  void parse_all_areTaken() {
    // When
    CompareOptions options =
        CompareOptions.parse(
            Measure.INGEST,
            List.of(
                "--only",
                "aramaki,prometheus",
                "--data",
                "random",
                "--hosts",
                "3",
                "--series",
                "4",
                "--hours",
                "5",
                "--seconds",
                "6",
                "--warmup-seconds",
                "7",
                "--batch-steps",
                "8",
                "--request-steps",
                "2",
                "--seed",
                "9",
                "--report",
                "r.md"));

    // Then
    assertThat(options)
        .isEqualTo(
            new CompareOptions(
                Measure.INGEST,
                List.of("prometheus", "aramaki"),
                DataSet.RANDOM,
                9,
                3,
                4,
                6,
                7,
                5,
                8,
                2,
                "r.md"));
  }

  @Test
  void plan_ofIngest_endsNow() {
    // Given
    CompareOptions options = CompareOptions.parse(Measure.INGEST, List.of());

    // When
    DataPlan plan = options.plan(NOW);

    // Then
    assertThat(Instant.ofEpochMilli(plan.timeMs(options.stepsMax())))
        .isEqualTo("2026-11-22T10:30:00Z");
  }

  @Test
  void plan_ofDisk_endsWithAClosedHour() {
    // Given
    CompareOptions options = CompareOptions.parse(Measure.DISK, List.of());

    // When
    DataPlan plan = options.plan(NOW);

    // Then
    assertThat(Instant.ofEpochMilli(plan.timeMs(options.stepsMax())))
        .isEqualTo("2026-11-22T08:00:00Z");
  }
}
