package io.aramaki.kit.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// What the operating system and the JVM know of this process, under the names that Prometheus'
/// clients use. Read when somebody looks, from `/proc` and the JDK without JMX, which would cost a
/// small process more than it is worth.
public final class ProcessMetrics {
  private static final Path FDS = Path.of("/proc/self/fd");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double BYTES_PER_KIB = 1024;

  private ProcessMetrics() {}

  /// Adds them; a value that the operating system does not tell is `NaN`.
  public static void addTo(Metrics metrics) {
    ProcessHandle self = ProcessHandle.current();
    Runtime runtime = Runtime.getRuntime();
    metrics.counter(
        "process_cpu_seconds_total",
        "Processor time used, in seconds.",
        () ->
            self.info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .map(millis -> millis / MILLIS_PER_SECOND)
                .orElse(Double.NaN));
    metrics.gauge(
        "process_start_time_seconds",
        "When the process began, in seconds since 1970.",
        () ->
            self.info()
                .startInstant()
                .map(start -> start.toEpochMilli() / MILLIS_PER_SECOND)
                .orElse(Double.NaN));
    metrics.gauge("process_resident_memory_bytes", "Memory in use.", ProcessMetrics::residentBytes);
    metrics.gauge("process_open_fds", "Open files and sockets.", ProcessMetrics::openFds);
    metrics.gauge(
        "jvm_heap_used_bytes",
        "Heap in use.",
        () -> (double) runtime.totalMemory() - runtime.freeMemory());
    metrics.gauge("jvm_heap_max_bytes", "Heap limit.", runtime::maxMemory);
  }

  private static double openFds() {
    try (Stream<Path> fds = Files.list(FDS)) {
      return fds.count();
    } catch (IOException _) {
      return Double.NaN;
    }
  }

  private static double residentBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException _) {
      return Double.NaN;
    }
  }
}
