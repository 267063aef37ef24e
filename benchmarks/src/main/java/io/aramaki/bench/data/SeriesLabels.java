package io.aramaki.bench.data;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The name of a series: its metric and four labels.
///
/// @param metric the metric's name
/// @param labels in order of their names, the metric not among them
public record SeriesLabels(String metric, Map<String, String> labels) {
  /// The label that tells the host.
  public static final String HOST = "host";

  /// The label that tells series of one metric and host apart.
  public static final String DEVICE = "device";

  private static final int ZONES = 3;

  public SeriesLabels {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  static SeriesLabels of(String metric, int host, String device) {
    return new SeriesLabels(
        metric,
        Map.of(
            DEVICE, device, HOST, hostName(host), "job", "bench", "zone", "zone" + (host % ZONES)));
  }

  /// What a host is called.
  public static String hostName(int host) {
    return String.format(Locale.ROOT, "host-%05d", host);
  }

  /// What tells this series from the others of its host.
  public String key() {
    return key(metric, labels.getOrDefault(DEVICE, ""));
  }

  /// The same of a series that was read back.
  public static String key(String metric, String device) {
    return metric + '|' + device;
  }
}
