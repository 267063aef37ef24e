package io.aramaki.monitoring.domain.series;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a series may be called.
public final class SeriesRules {
  private static final int LABELS_MAX = 32;
  private static final int LABEL_LENGTH_MAX = 512;
  private static final int METRIC_LENGTH_MAX = 200;
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private SeriesRules() {}

  /// What is wrong with a name, if anything is.
  public static Optional<String> wrong(String metric, Map<String, String> labels) {
    if (metric.length() > METRIC_LENGTH_MAX || !METRIC.matcher(metric).matches()) {
      return Optional.of(
          "metric \"%s\" must match %s and be at most %d"
              .formatted(metric, METRIC, METRIC_LENGTH_MAX));
    }
    if (labels.size() > LABELS_MAX) {
      return Optional.of("a series has at most " + LABELS_MAX + " labels, was " + labels.size());
    }
    return labels.entrySet().stream()
        .flatMap(label -> wrongLabel(label.getKey(), label.getValue()).stream())
        .findFirst();
  }

  private static Optional<String> wrongLabel(String name, String value) {
    if (name.equals("agent") || name.equals("system")) {
      return Optional.of("label \"" + name + "\" is set by monitoring: leave it out");
    }
    if (name.length() > LABEL_LENGTH_MAX
        || value.length() > LABEL_LENGTH_MAX
        || !LABEL.matcher(name).matches()) {
      return Optional.of(
          "label \"" + name + "\" must match " + LABEL + " and be at most " + LABEL_LENGTH_MAX);
    }
    return Optional.empty();
  }
}
