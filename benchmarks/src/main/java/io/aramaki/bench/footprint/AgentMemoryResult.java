package io.aramaki.bench.footprint;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.bench.machine.ProcessMemory;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a run found.
///
/// @param flags the agent's JVM flags
/// @param series how many series of the agent's system were stored
/// @param results how many checks have a fresh state
/// @param readings one each ten seconds, the oldest first
record AgentMemoryResult(
    AgentMemoryOptions options,
    Map<String, String> machine,
    String flags,
    int series,
    int results,
    List<Reading> readings) {
  private static final double MIB = 1024;
  private static final double BYTES_PER_KIB = 1024;
  private static final double MB = 1e6;

  /// What was seen at one moment.
  ///
  /// @param plugins the agent's children, which are counted apart
  record Reading(int second, ProcessMemory agent, ProcessMemory plugins) {}

  AgentMemoryResult {
    readings = List.copyOf(readings);
  }

  /// True if what the agent was to do was done.
  boolean isValid() {
    return series >= Scene.SERIES_MIN && results >= Scene.CHECKS;
  }

  private Reading most() {
    return readings.stream()
        .max(Comparator.comparingLong(reading -> reading.agent().pssKib()))
        .orElseThrow();
  }

  private Reading last() {
    return readings.getLast();
  }

  /// For scripts.
  String line() {
    return String.format(
        Locale.ROOT,
        "RESULT agent-pss last=%.1fMB max=%.1fMB rss=%.1fMB",
        last().agent().pssKib() * BYTES_PER_KIB / MB,
        most().agent().pssKib() * BYTES_PER_KIB / MB,
        last().agent().rssKib() * BYTES_PER_KIB / MB);
  }

  String markdown() {
    var text = new StringBuilder();
    line(
        text,
        "Configuration: %d minutes, %d checks each %d s, %d of them plugins; %d series stored, %d checks with a fresh state.",
        options.minutes(),
        Scene.CHECKS,
        Scene.INTERVAL_SECONDS,
        Scene.PLUGINS,
        series,
        results);
    line(text, "The agent's JVM: `%s`.", flags);
    text.append('\n');
    machine.forEach((name, value) -> line(text, "- %s: %s", name, value));
    text.append('\n');
    line(text, "| MiB | PSS | RSS | anonymous | plugins, PSS |");
    line(text, "|---|---|---|---|---|");
    row(text, "at the end", last());
    row(text, "at most, after %d s".formatted(most().second()), most());
    return text.toString();
  }

  private static void row(StringBuilder text, String name, Reading reading) {
    line(
        text,
        "| %s | %.1f | %.1f | %.1f | %.1f |",
        name,
        reading.agent().pssKib() / MIB,
        reading.agent().rssKib() / MIB,
        reading.agent().anonymousKib() / MIB,
        reading.plugins().pssKib() / MIB);
  }

  @FormatMethod
  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
