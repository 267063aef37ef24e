package io.aramaki.bench.compare;

import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.peer.PeerSettings;
import io.aramaki.bench.peer.debian.InfluxDb;
import io.aramaki.bench.peer.debian.Prometheus;
import io.aramaki.bench.peer.debian.VictoriaMetrics;
import io.aramaki.bench.peer.own.AramakiPeer;
import io.aramaki.kit.app.Environment;
import java.util.List;

/// Which servers take part, by name.
final class PeerChoice {
  static final String OURS = "aramaki";
  static final String OURS_REMOTE_WRITE = "aramaki-remote-write";

  private static final List<String> INGEST =
      List.of(
          "victoria-metrics", "prometheus", "influxdb", "influxdb-gzip", OURS_REMOTE_WRITE, OURS);
  private static final List<String> DISK =
      List.of("victoria-metrics", "prometheus", "influxdb", OURS);
  private static final List<String> QUERY = List.of("victoria-metrics", "prometheus", OURS);

  private PeerChoice() {}

  /// Those that were asked for, in the usual order; all if none was named.
  ///
  /// @throws IllegalArgumentException if one does not take part in this measure
  static List<String> names(Measure measure, List<String> only) {
    List<String> all =
        switch (measure) {
          case INGEST -> INGEST;
          case DISK -> DISK;
          case QUERY -> QUERY;
        };
    for (String name : only) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            "--only knows %s for %s, not \"%s\""
                .formatted(String.join(", ", all), measure.text(), name));
      }
    }
    return only.isEmpty() ? all : all.stream().filter(only::contains).toList();
  }

  static Peer make(String name, PeerSettings settings, Environment environment) {
    return switch (name) {
      case "victoria-metrics" -> new VictoriaMetrics(settings);
      case "prometheus" -> new Prometheus(settings);
      case "influxdb" -> new InfluxDb(settings, false);
      case "influxdb-gzip" -> new InfluxDb(settings, true);
      case OURS -> new AramakiPeer(settings, false, environment);
      case OURS_REMOTE_WRITE -> new AramakiPeer(settings, true, environment);
      default -> throw new IllegalArgumentException("there is no peer " + name);
    };
  }
}
