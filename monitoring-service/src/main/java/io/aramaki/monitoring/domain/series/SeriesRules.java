package io.aramaki.monitoring.domain.series;

import java.util.Map;
import java.util.Optional;

/// What a series may be called. Asked for every series of every batch, hence without patterns.
public final class SeriesRules {
  private static final int LABELS_MAX = 32;
  private static final int LABEL_LENGTH_MAX = 512;
  private static final int METRIC_LENGTH_MAX = 200;

  private SeriesRules() {}

  /// What is wrong with a name, if anything is.
  public static Optional<String> wrong(String metric, Map<String, String> labels) {
    if (metric.length() > METRIC_LENGTH_MAX || !isName(metric, true)) {
      return Optional.of(
          "metric \"%s\" must match [a-zA-Z_:][a-zA-Z0-9_:]* and be at most %d"
              .formatted(metric, METRIC_LENGTH_MAX));
    }
    if (labels.size() > LABELS_MAX) {
      return Optional.of("a series has at most " + LABELS_MAX + " labels, was " + labels.size());
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      Optional<String> wrong = wrongLabel(label.getKey(), label.getValue());
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrongLabel(String name, String value) {
    if (name.equals("agent") || name.equals("system")) {
      return Optional.of("label \"" + name + "\" is set by monitoring: leave it out");
    }
    if (name.length() > LABEL_LENGTH_MAX
        || value.length() > LABEL_LENGTH_MAX
        || !isName(name, false)) {
      return Optional.of(
          "label \"%s\" must match [a-zA-Z_][a-zA-Z0-9_]* and be at most %d"
              .formatted(name, LABEL_LENGTH_MAX));
    }
    return Optional.empty();
  }

  private static boolean isName(String text, boolean colons) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colons && c == ':')) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
