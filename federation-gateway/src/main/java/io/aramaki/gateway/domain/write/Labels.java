package io.aramaki.gateway.domain.write;

import io.aramaki.kit.codec.batch.SeriesName;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The labels of one series while they come in, and what they may be. The names `agent` and
/// `system` are ours: those of a sender get `exported_` in front, as often as it takes.
public final class Labels {
  /// The label that is the metric's name.
  public static final String NAME = "__name__";

  private static final String EXPORTED = "exported_";

  private TreeMap<String, String> labels = new TreeMap<>();
  private @Nullable String spoilt;
  private String problem = "";

  /// Adds a label; one with an empty value is as none.
  public Labels add(String name, String value) {
    if (value.isEmpty()) {
      return this;
    }
    if (labels.put(name, value) != null) {
      spoilt = "label \"" + shortened(name) + "\" stands there twice";
    }
    return this;
  }

  /// Sets a label in the place of one that may be there.
  public Labels replace(String name, String value) {
    labels.remove(name);
    return add(name, value);
  }

  /// What is wrong with the labels of which [#seal] made nothing.
  public String problem() {
    return problem;
  }

  /// Makes a name of them, and begins anew.
  ///
  /// @return null if it cannot be one; [#problem] says why
  public @Nullable SeriesName seal(String system) {
    var own = labels;
    @Nullable String before = spoilt;
    labels = new TreeMap<>();
    spoilt = null;
    String metric = own.remove(NAME);
    if (before != null) {
      return wrong(before);
    }
    if (metric == null) {
      return wrong("a series has no label " + NAME);
    }
    if (metric.length() > WriteLimits.METRIC_LENGTH_MAX || !isName(metric, true)) {
      return wrong(
          "metric \"%s\" must match [a-zA-Z_:][a-zA-Z0-9_:]* and be at most %d"
              .formatted(shortened(metric), WriteLimits.METRIC_LENGTH_MAX));
    }
    export(own, "agent");
    export(own, "system");
    if (own.size() > WriteLimits.LABELS_MAX) {
      return wrong(
          "a series of %s has %d labels, at most %d are taken"
              .formatted(metric, own.size(), WriteLimits.LABELS_MAX));
    }
    for (var label : own.entrySet()) {
      if (!isLabel(label.getKey(), label.getValue())) {
        return wrong(
            "label \"%s\" of %s must match [a-zA-Z_][a-zA-Z0-9_]*, name and value be at most %d"
                .formatted(shortened(label.getKey()), metric, WriteLimits.LABEL_LENGTH_MAX));
      }
    }
    return new SeriesName(system, metric, own, "");
  }

  private @Nullable SeriesName wrong(String what) {
    problem = what;
    return null;
  }

  private static void export(Map<String, String> labels, String ours) {
    String value = labels.remove(ours);
    if (value != null) {
      String name = EXPORTED + ours;
      while (labels.containsKey(name)) {
        name = EXPORTED + name;
      }
      labels.put(name, value);
    }
  }

  private static boolean isLabel(String name, String value) {
    return name.length() <= WriteLimits.LABEL_LENGTH_MAX
        && value.length() <= WriteLimits.LABEL_LENGTH_MAX
        && isName(name, false);
  }

  private static boolean isName(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static String shortened(String text) {
    int most = 80;
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
