package io.aramaki.monitoring.domain.series;

import io.aramaki.kit.codec.batch.SeriesName;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Names a series. Ordered by system, metric, labels. Made once and looked up with each sample, so
/// it keeps its hash.
public final class SeriesKey implements Comparable<SeriesKey> {
  private static final Comparator<SeriesKey> ORDER =
      Comparator.comparing(SeriesKey::system)
          .thenComparing(SeriesKey::metric)
          .thenComparing(SeriesKey::text);

  /// The label that names the agent of a series.
  public static final String AGENT = "agent";

  private final String system;
  private final String metric;
  private final Map<String, String> labels;
  private final String text;
  private final int hash;
  private int salted;
  private Mark mark = Mark.NONE;

  /// Where somebody who looks it up again and again has it.
  ///
  /// @param where whose number it is, by identity
  public record Mark(Object where, int number) {
    static final Mark NONE = new Mark(new Object(), -1);
  }

  private SeriesKey(String system, String metric, Map<String, String> labels, String text) {
    this.system = system;
    this.metric = metric;
    this.labels = labels;
    this.text = text;
    this.hash = (system.hashCode() * 31 + metric.hashCode()) * 31 + text.hashCode();
  }

  /// Names a series of an agent: the label `agent` is set here, never by the sender. A series that
  /// was written to an instance has none: whichever instance took it, it is the same series.
  public static SeriesKey of(
      String system, String metric, Map<String, String> labels, String agent) {
    var all = new TreeMap<>(labels);
    if (!WriterName.is(agent)) {
      all.put(AGENT, agent);
    }
    var text = new StringBuilder();
    all.forEach((name, value) ->
        text.append(escaped(name)).append('=').append(escaped(value)).append('\n'));
    return new SeriesKey(system, metric, Collections.unmodifiableMap(all), text.toString());
  }

  /// So that what ends a label is in none: other labels have another text.
  private static String escaped(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\\') < 0
        ? text
        : text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /// Its name as its agent says it, without the label that is set here.
  ///
  /// @param unit the unit, empty if none
  public SeriesName name(String unit) {
    var own = new TreeMap<>(labels);
    own.remove(AGENT);
    return new SeriesName(system, metric, own, unit);
  }

  public String system() {
    return system;
  }

  public String metric() {
    return metric;
  }

  /// Its labels, `agent` included if it has one, sorted by name.
  public Map<String, String> labels() {
    return labels;
  }

  /// The labels as one text, by which series of a metric are ordered.
  public String text() {
    return text;
  }

  /// A hash that senders cannot foresee, made when it is first asked for. Two threads that ask at
  /// once make the same.
  public int saltedHash() {
    if (salted == 0) {
      salted = SaltedHash.of(system, metric, text) | 1;
    }
    return salted;
  }

  /// What was marked last; it may be of somebody else.
  public Mark mark() {
    return mark;
  }

  /// Marks it, for whoever looks it up next. Two threads that do it at once leave one of both.
  public void mark(Object where, int number) {
    mark = new Mark(where, number);
  }

  /// Tells whether it has all of these labels.
  public boolean has(Map<String, String> wanted) {
    return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
  }

  @Override
  public int compareTo(SeriesKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesKey key
        && hash == key.hash
        && text.equals(key.text)
        && metric.equals(key.metric)
        && system.equals(key.system);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return system + " " + metric + labels;
  }
}
