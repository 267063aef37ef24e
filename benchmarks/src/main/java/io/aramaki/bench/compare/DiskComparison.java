package io.aramaki.bench.compare;

import io.aramaki.bench.feed.Verification;
import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.peer.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Bytes per sample at rest, each server made as compact as it gets.
final class DiskComparison {
  private final Stage stage;
  private final Report report;
  private final Map<String, Double> bytesPerSample = new LinkedHashMap<>();

  DiskComparison(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  void run() throws IOException, InterruptedException {
    report.row(List.of("server", "bytes/sample", "bytes", "beside that", "read back"));
    for (String name : stage.options().peers()) {
      measure(stage.start(name));
      stage.clear();
    }
    Double ours = bytesPerSample.get(PeerChoice.OURS);
    if (ours != null) {
      bytesPerSample.forEach((name, theirs) -> {
        if (!name.equals(PeerChoice.OURS)) {
          report.ratio(new Ratio("disk-bytes", name, ours, theirs, false));
        }
      });
    }
  }

  private void measure(Peer peer) throws IOException, InterruptedException {
    Verification.Outcome outcome = Feeding.everything(stage, peer);
    Stage.say("%s: making it compact", peer.name());
    Stored stored = peer.stored();
    double each = (double) stored.bytes() / outcome.expected();
    bytesPerSample.put(peer.name(), each);
    report.row(
        List.of(
            peer.name(),
            String.format(Locale.ROOT, "**%.3f**", each),
            String.format(Locale.ROOT, "%,d", stored.bytes()),
            String.format(Locale.ROOT, "%,d", stored.beside()),
            outcome.text()));
    var lines = new ArrayList<>(peer.configuration());
    lines.add("counted: " + stored.how());
    report.configuration(peer.name(), lines);
    if (!outcome.isRight()) {
      report.invalid("%s: %s".formatted(peer.name(), outcome.text()));
    }
  }
}
