package io.aramaki.kit.telemetry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/// The metrics of one process, by name. Names are `aramaki_<service>_<what>_<unit>`; a counter's
/// ends in `_total`. Asking twice for the same name gives the same metric.
///
/// A metric has at most [#SERIES_MAX] combinations of label values; what comes later is counted
/// under the value `other` for each label, so a label that an outsider controls cannot fill the
/// memory.
public final class Metrics {
  /// The media type of [#text].
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  public static final int SERIES_MAX = 1000;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final Map<String, Family<?>> families = new ConcurrentSkipListMap<>();

  /// Answers a count of what has happened, which only grows.
  public Counter counter(String name, String help, String... labels) {
    if (!name.endsWith("_total")) {
      throw new IllegalArgumentException("counter " + name + " must end in _total");
    }
    return new Counter(family("counter", name, help, labels, Cell.Count::new));
  }

  /// Answers a value that goes up and down, set by whoever knows it.
  public Gauge gauge(String name, String help, String... labels) {
    return new Gauge(family("gauge", name, help, labels, Cell.Level::new));
  }

  /// Shows a value that is asked for when somebody looks.
  public void gauge(String name, String help, DoubleSupplier value) {
    supplied("gauge", name, help, value);
  }

  /// Shows a count that is kept elsewhere and asked for when somebody looks.
  public void counter(String name, String help, DoubleSupplier value) {
    supplied("counter", name, help, value);
  }

  private void supplied(String kind, String name, String help, DoubleSupplier value) {
    if (families.containsKey(name)) {
      throw new IllegalArgumentException(name + " exists already and is supplied by somebody else");
    }
    family(kind, name, help, new String[0], () -> new Cell.Supplied(value)).cell();
  }

  /// Answers a distribution over fixed buckets.
  public Histogram histogram(String name, String help, Buckets buckets, String... labels) {
    return new Histogram(
        family("histogram", name, help, labels, () -> new Cell.Distribution(buckets)));
  }

  /// Writes all in Prometheus' text format 0.0.4.
  public String text() {
    var out = new StringBuilder();
    families.values().forEach(family -> family.write(out));
    return out.toString();
  }

  @SuppressWarnings("unchecked") // the kind is compared, and each kind has one cell type
  private <C extends Cell> Family<C> family(
      String kind, String name, String help, String[] labels, Family.Maker<C> maker) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("metric name \"" + name + "\" must match " + NAME);
    }
    for (String label : labels) {
      if (!NAME.matcher(label).matches() || label.equals("le")) {
        throw new IllegalArgumentException(
            "label \"" + label + "\" of " + name + " must match " + NAME + " and not be le");
      }
    }
    var names = List.of(labels);
    Family<?> family =
        families.computeIfAbsent(name, _ -> new Family<>(kind, name, help, names, maker));
    if (!family.kind().equals(kind) || !family.labels().equals(names)) {
      throw new IllegalArgumentException(
          name + " exists already as a " + family.kind() + " with labels " + family.labels());
    }
    return (Family<C>) family;
  }
}
