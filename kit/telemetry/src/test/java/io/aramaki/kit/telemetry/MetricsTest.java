package io.aramaki.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void name_malformed_isRefused() {
    assertThatThrownBy(() -> metrics.counter("aramaki_x", "Help."))
        .hasMessageContaining("must end in _total");
    assertThatThrownBy(() -> metrics.gauge("aramaki-x", "Help."))
        .hasMessageContaining("\"aramaki-x\"");
    assertThatThrownBy(() -> metrics.gauge("aramaki_x", "Help.", "le"))
        .hasMessageContaining("not be le");
  }

  @Test
  void metric_ofAnotherKindOrLabels_isRefused() {
    metrics.gauge("aramaki_x", "Help.", "a");

    assertThatThrownBy(() -> metrics.gauge("aramaki_x", "Help.", "b"))
        .hasMessage("aramaki_x exists already as a gauge with labels [a]");
    assertThatThrownBy(() -> metrics.histogram("aramaki_x", "Help.", Buckets.BYTES, "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> metrics.gauge("aramaki_x", "Help.", () -> 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labels_ofWrongNumber_areRefused() {
    Counter counter = metrics.counter("aramaki_x_total", "Help.", "a", "b");

    assertThatThrownBy(() -> counter.with("1")).hasMessageContaining("has the labels [a, b]");
    assertThatThrownBy(counter::increment).hasMessageContaining("given were 0 values");
    assertThatThrownBy(() -> counter.with("1", "2").add(-1)).hasMessageContaining("only grows");
  }

  @Test
  void series_beyondTheLimit_areCountedTogether() {
    // Given
    Counter counter = metrics.counter("aramaki_x_total", "Help.", "who");

    // When
    for (int i = 0; i < Metrics.SERIES_MAX + 10; i++) {
      counter.with("u" + i).increment();
    }

    // Then
    assertThat(counter.with("other").value()).isEqualTo(10);
    assertThat(metrics.text().lines().filter(line -> !line.startsWith("#")))
        .hasSize(Metrics.SERIES_MAX + 1);
  }

  @Test
  void metrics_written_areInThePrometheusFormat() {
    // Given
    Counter writes = metrics.counter("aramaki_x_writes_total", "Writes\nby \\ outcome.", "outcome");
    writes.with("ok").add(2);
    writes.with("a \"b\" \\ \n").increment();
    Gauge depth = metrics.gauge("aramaki_x_depth", "Depth.");
    depth.set(2.5);
    depth.add(-1);
    metrics.gauge("aramaki_x_age_seconds", "Age.", () -> Double.NaN);
    Histogram time = metrics.histogram("aramaki_x_seconds", "Time.", Buckets.of(0.1, 1), "op");
    time.with("read").observe(Duration.ofMillis(100));
    time.with("read").observe(0.5);
    time.with("read").observe(7);
    metrics.counter("aramaki_x_never_used_total", "Unused.", "why");

    // When
    String text = metrics.text();

    // Then
    assertThat(text)
        .isEqualTo(
            """
            # HELP aramaki_x_age_seconds Age.
            # TYPE aramaki_x_age_seconds gauge
            aramaki_x_age_seconds NaN
            # HELP aramaki_x_depth Depth.
            # TYPE aramaki_x_depth gauge
            aramaki_x_depth 1.5
            # HELP aramaki_x_seconds Time.
            # TYPE aramaki_x_seconds histogram
            aramaki_x_seconds_bucket{op="read",le="0.1"} 1
            aramaki_x_seconds_bucket{op="read",le="1"} 2
            aramaki_x_seconds_bucket{op="read",le="+Inf"} 3
            aramaki_x_seconds_sum{op="read"} 7.6
            aramaki_x_seconds_count{op="read"} 3
            # HELP aramaki_x_writes_total Writes\\nby \\\\ outcome.
            # TYPE aramaki_x_writes_total counter
            aramaki_x_writes_total{outcome="a \\"b\\" \\\\ \\n"} 1
            aramaki_x_writes_total{outcome="ok"} 2
            """);
  }

  @Test
  void metric_askedForTwice_isTheSame() {
    metrics.counter("aramaki_x_total", "Help.").increment();
    metrics.counter("aramaki_x_total", "Help.").increment();

    assertThat(metrics.counter("aramaki_x_total", "Help.").value()).isEqualTo(2);
  }

  @Test
  void metrics_usedByManyThreads_loseNothing() {
    // Given
    Counter counter = metrics.counter("aramaki_x_total", "Help.", "t");
    Gauge gauge = metrics.gauge("aramaki_x", "Help.");
    Histogram histogram = metrics.histogram("aramaki_x_bytes", "Help.", Buckets.BYTES);

    // When
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 8; t++) {
        var _ =
            threads.submit(() -> {
              for (int i = 0; i < 1000; i++) {
                counter.with("a").increment();
                gauge.add(1);
                histogram.observe(i);
              }
            });
      }
    }

    // Then
    assertThat(counter.with("a").value()).isEqualTo(8000);
    assertThat(gauge.value()).isEqualTo(8000);
    assertThat(histogram.count()).isEqualTo(8000);
  }

  @Test
  void processMetrics_onLinux_haveValues() {
    // Given
    ProcessMetrics.addTo(metrics);

    // When
    String text = metrics.text();

    // Then
    assertThat(text)
        .containsPattern("(?m)^process_cpu_seconds_total [0-9.]+$")
        .containsPattern("(?m)^process_resident_memory_bytes [0-9]{7,}$")
        .containsPattern("(?m)^process_open_fds [0-9]+$")
        .containsPattern("(?m)^process_start_time_seconds [0-9.E]+$")
        .containsPattern("(?m)^jvm_heap_used_bytes [0-9]+$");
  }

  @Test
  void buckets_notAscending_areRefused() {
    assertThatThrownBy(() -> Buckets.of(1, 1)).hasMessageContaining("must ascend");
  }
}
