package io.aramaki.bench.ingest;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.bench.load.Ledger;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// What a run found.
///
/// @param samples acknowledged from the begin of the measurement to the end of the drain
/// @param seconds from the begin of the measurement to the end of the drain
/// @param cpu CPU-seconds by process in that time and while it settled
/// @param settleSeconds how long after the last acknowledgement they were counted
/// @param idle CPU-seconds per second by process, before the load
/// @param totals of the whole run, warm-up included
record Result(
    Options options,
    Map<String, String> machine,
    long samples,
    double seconds,
    double drainSeconds,
    Map<String, Double> cpu,
    int settleSeconds,
    Map<String, Double> idle,
    Map<String, Long> residentMib,
    Ledger.Totals totals,
    Spool spool,
    ReadBack.Outcome readBack,
    double readSeconds) {
  /// What was not acknowledged.
  ///
  /// @param most the most batches at a time, all agents together
  /// @param atStop when the agents stopped to offer
  /// @param atEnd after the drain
  /// @param resent batches that were sent more than once
  /// @param askedAgain acknowledged batches for which the server asked
  record Spool(int most, int atStop, int atEnd, long resent, long askedAgain) {}

  private static final String GENERATOR = "generator";
  private static final double MILLION = 1e6;

  boolean isValid() {
    return readBack.isRight()
        && totals.sentSamples() == totals.acknowledgedSamples()
        && spool.atEnd() == 0
        && spool.askedAgain() == 0;
  }

  /// CPU-seconds of all server processes per million samples.
  double cpuPerMillion() {
    double used = 0;
    for (Map.Entry<String, Double> process : cpu.entrySet()) {
      if (!process.getKey().equals(GENERATOR)) {
        used += process.getValue();
      }
    }
    return used / samples * MILLION;
  }

  String markdown() {
    var text = new StringBuilder();
    line(text, "Configuration: %s.", options.text());
    text.append('\n');
    machine.forEach((name, value) -> line(text, "- %s: %s", name, value));
    text.append('\n');
    line(text, "| figure | value |");
    line(text, "|---|---|");
    line(text, "| samples/s, acknowledged | **%,.0f** |", samples / seconds);
    line(text, "| CPU-seconds per million samples, all servers | **%.2f** |", cpuPerMillion());
    line(
        text,
        "| measured | %,d samples in %.1f s (drain %.2f s), CPU for %d s more |",
        samples,
        seconds,
        drainSeconds,
        settleSeconds);
    line(
        text,
        "| acknowledged = readable | %s: %,d series, %,d acknowledged, %,d readable, %d with another count or checksum |",
        readBack.isRight() ? "yes" : "**NO**",
        readBack.series(),
        readBack.acknowledged(),
        readBack.readable(),
        readBack.wrong());
    line(
        text,
        "| batches | %,d sent, %,d acknowledged, %,d refused, %,d sent again, %,d asked for after their acknowledgement |",
        totals.sentBatches(),
        totals.acknowledgedBatches(),
        totals.refusedBatches(),
        spool.resent(),
        spool.askedAgain());
    line(
        text,
        "| unacknowledged batches | at most %,d, %,d when the agents stopped, %,d after the drain |",
        spool.most(),
        spool.atStop(),
        spool.atEnd());
    line(text, "| reading everything back | %.1f s |", readSeconds);
    text.append('\n');
    line(text, "| process | CPU-s per million | cores | idle cores | resident MiB |");
    line(text, "|---|---|---|---|---|");
    for (String name : new TreeSet<>(cpu.keySet())) {
      double used = cpu.getOrDefault(name, 0.0);
      line(
          text,
          "| %s | %.3f | %.2f | %.3f | %d |",
          name.equals(GENERATOR) ? "(the load generator)" : name,
          used / samples * MILLION,
          used / (seconds + settleSeconds),
          idle.getOrDefault(name, 0.0),
          residentMib.getOrDefault(name, 0L));
    }
    return text.toString();
  }

  @FormatMethod
  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
