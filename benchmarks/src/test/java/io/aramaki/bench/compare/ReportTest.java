package io.aramaki.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final LocalDate DATE = LocalDate.of(2026, 11, 22);

  private final Report report = new Report(CompareOptions.parse(Measure.INGEST, List.of()), DATE);

  @Test
  void results_ofAVoidRun_areNone() {
    // Given
    report.ratio(new Ratio("ingest-cpu", "prometheus", 1, 2, false));

    // When
    report.invalid("prometheus: a series is wrong");

    // Then
    assertThat(report.isValid()).isFalse();
    assertThat(report.results()).isEmpty();
    assertThat(report.markdown())
        .contains("**Void**: prometheus: a series is wrong")
        .doesNotContain("RESULT");
  }

  @Test
  void results_lowerIsBetterForUs_alsoForRates() {
    // When
    report.ratio(new Ratio("ingest-cpu", "victoria-metrics", 0.9, 1.2, false));
    report.ratio(new Ratio("ingest-rate", "victoria-metrics", 2_000_000, 1_000_000, true));

    // Then
    assertThat(report.results())
        .containsExactly(
            "RESULT ingest-cpu peer=victoria-metrics ratio=0.75x",
            "RESULT ingest-rate peer=victoria-metrics ratio=0.50x");
    assertThat(report.markdown())
        .contains(
            "| ingest-cpu | victoria-metrics | 0.900 | 1.200 | ours / theirs | **0.75x** |",
            "| ingest-rate | victoria-metrics | 2,000,000 | 1,000,000 | theirs / ours | **0.50x** |");
  }

  @Test
  void markdown_hasTableAndConfiguration() {
    // When
    report.row(List.of("server", "samples/s"));
    report.row(List.of("prometheus", "5"));
    report.fact("memory", "24 GiB");
    report.configuration("prometheus", List.of("version 2.42"));

    // Then
    assertThat(report.markdown())
        .startsWith("# Ingest, side by side, 2026-11-22\n")
        .contains("| server | samples/s |\n|---|---|\n| prometheus | 5 |\n")
        .contains("- memory: 24 GiB\n")
        .contains("## prometheus\n\n- version 2.42\n");
  }

  @Test
  void write_secondOfADay_keepsTheFirst(@TempDir Path root) throws IOException {
    // Given
    Files.createDirectories(root.resolve("docs/benchmarks"));

    // When
    Path first = report.write(root);
    Path second = report.write(root);

    // Then
    assertThat(first.getFileName()).hasToString("2026-11-22-ingest.md");
    assertThat(second.getFileName()).hasToString("2026-11-22-ingest-2.md");
  }
}
