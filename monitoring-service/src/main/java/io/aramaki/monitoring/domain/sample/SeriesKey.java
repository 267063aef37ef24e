package io.aramaki.monitoring.domain.sample;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Names a series. Ordered by system, metric, labels.
///
/// @param system the system
/// @param metric the metric
/// @param labels its labels, `agent` included, sorted by name
/// @param text the labels as one text, by which series of a metric are ordered
public record SeriesKey(String system, String metric, Map<String, String> labels, String text)
    implements Comparable<SeriesKey> {
  private static final Comparator<SeriesKey> ORDER =
      Comparator.comparing(SeriesKey::system)
          .thenComparing(SeriesKey::metric)
          .thenComparing(SeriesKey::text);

  /// Names a series of an agent: the label `agent` is set here, never by the sender.
  public static SeriesKey of(
      String system, String metric, Map<String, String> labels, String agent) {
    var all = new TreeMap<>(labels);
    all.put("agent", agent);
    var text = new StringBuilder();
    all.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return new SeriesKey(
        system, metric, java.util.Collections.unmodifiableMap(all), text.toString());
  }

  /// Tells whether it has all of these labels.
  public boolean has(Map<String, String> wanted) {
    return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
  }

  @Override
  public int compareTo(SeriesKey other) {
    return ORDER.compare(this, other);
  }
}
