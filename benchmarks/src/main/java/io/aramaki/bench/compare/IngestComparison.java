package io.aramaki.bench.compare;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.bench.feed.Feed;
import io.aramaki.bench.feed.Verification;
import io.aramaki.bench.machine.Processes;
import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.peer.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Samples per second, CPU-seconds per million, memory and bytes, of each server.
final class IngestComparison {
  private static final double NANOS = 1e9;
  private static final double MILLION = 1e6;

  /// What one server did.
  ///
  /// @param rate samples per second
  /// @param cpu CPU-seconds of all its processes per million samples, its work behind the answers
  ///   too
  /// @param generatorCpu CPU-seconds of the generator per million samples
  /// @param residentMib its memory at the end of the load
  /// @param bytesPerSample what it keeps
  private record Row(
      String name,
      double rate,
      double cpu,
      double generatorCpu,
      long residentMib,
      double bytesPerSample) {}

  private final Stage stage;
  private final Report report;
  private final List<Row> rows = new ArrayList<>();

  IngestComparison(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  void run() throws IOException, InterruptedException {
    report.row(
        List.of(
            "server",
            "samples/s",
            "CPU-s per million",
            "generator's CPU-s per million",
            "RSS MiB",
            "bytes/sample kept",
            "beside that",
            "measured",
            "read back"));
    for (String name : stage.options().peers()) {
      measure(stage.start(name));
      stage.clear();
    }
    ratios(PeerChoice.OURS, "ingest");
    ratios(PeerChoice.OURS_REMOTE_WRITE, "ingest-remote-write");
  }

  private void measure(Peer peer) throws IOException, InterruptedException {
    CompareOptions options = stage.options();
    try (var feed = new Feed(peer, stage.plan(), options.stepsMax())) {
      feed.begin();
      Feeding.watch(peer.name() + ": warm-up", feed, options.warmupSeconds());
      // Else what it still has to do with the warm-up's samples would count for the others.
      feed.pause();
      Stage.say("%s: waiting until it rests from the warm-up", peer.name());
      peer.settle();
      long samplesBefore = feed.acknowledged();
      Processes before = Processes.read(peer.processes());
      feed.resume();
      long begin = System.nanoTime();
      Feeding.watch(peer.name() + ": measured", feed, options.seconds());
      feed.stop();
      double seconds = (System.nanoTime() - begin) / NANOS;
      long samples = feed.acknowledged() - samplesBefore;
      if (samples == 0) {
        throw new IOException(
            "nothing was left to measure after the warm-up of %d s: more --hours, or less --warmup-seconds"
                .formatted(options.warmupSeconds()));
      }
      Processes loaded = Processes.read(peer.processes());
      Stage.say("%s: waiting until it rests", peer.name());
      peer.settle();
      Processes after = Processes.read(peer.processes());
      Verification.Outcome outcome = Feeding.verify(stage, peer, feed.steps());
      Stored stored = peer.stored();
      var row =
          new Row(
              peer.name(),
              samples / seconds,
              after.serverCpuSince(before) / samples * MILLION,
              loaded.cpuSince(before).getOrDefault(Processes.GENERATOR, 0.0) / samples * MILLION,
              loaded.serverResidentMib(),
              (double) stored.bytes() / feed.acknowledged());
      add(row, seconds, outcome, stored, feed.acknowledged());
      var lines = new ArrayList<>(peer.configuration());
      lines.add("kept: " + stored.how());
      lines.add(byProcess("while samples came", loaded.cpuSince(before), samples));
      lines.add(byProcess("until it rested", after.cpuSince(loaded), samples));
      report.configuration(peer.name(), lines);
    }
  }

  /// What each server process took, in CPU-seconds per million samples.
  private static String byProcess(String when, Map<String, Double> cpu, long samples) {
    return "CPU-s per million "
        + when
        + ": "
        + cpu.entrySet().stream()
            .filter(process -> !process.getKey().equals(Processes.GENERATOR))
            .map(process ->
                text("%s %.3f", process.getKey(), process.getValue() / samples * MILLION))
            .collect(Collectors.joining(", "));
  }

  private void add(
      Row row, double seconds, Verification.Outcome outcome, Stored stored, long acknowledged) {
    rows.add(row);
    boolean burst = seconds < CompareOptions.SUSTAINED_SECONDS;
    report.row(
        List.of(
            row.name(),
            text("**%,.0f**", row.rate()),
            text("**%.3f**", row.cpu()),
            text("%.3f", row.generatorCpu()),
            text("%,d", row.residentMib()),
            text("%.3f", row.bytesPerSample()),
            text("%.3f", (double) stored.beside() / acknowledged),
            text("%.0f s%s", seconds, burst ? ", a burst" : ""),
            outcome.text()));
    if (!outcome.isRight()) {
      report.invalid("%s: %s".formatted(row.name(), outcome.text()));
    }
  }

  @FormatMethod
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void ratios(String ours, String measure) {
    for (Row own : rows) {
      if (own.name().equals(ours)) {
        for (Row other : rows) {
          if (!other.name().startsWith(PeerChoice.OURS)) {
            report.ratio(new Ratio(measure + "-cpu", other.name(), own.cpu(), other.cpu(), false));
            report.ratio(
                new Ratio(measure + "-rate", other.name(), own.rate(), other.rate(), true));
          }
        }
      }
    }
  }
}
