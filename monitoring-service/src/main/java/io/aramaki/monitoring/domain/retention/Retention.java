package io.aramaki.monitoring.domain.retention;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How long what is observed is kept: of the metrics of a class, and of all others.
///
/// @param others metrics of no class; samples also stand for check results
/// @param classes the first that has a metric counts; at most 32
public record Retention(Keep others, List<MetricClass> classes) {
  private static final int CLASSES_MAX = 32;

  /// The number of all metrics that no class has.
  public static final int NO_CLASS = -1;

  public Retention {
    classes = List.copyOf(classes);
    if (classes.size() > CLASSES_MAX) {
      throw new IllegalArgumentException(
          "classes must be at most %d, were %d".formatted(CLASSES_MAX, classes.size()));
    }
    Set<String> names = new HashSet<>();
    for (MetricClass one : classes) {
      if (!names.add(one.name())) {
        throw new IllegalArgumentException(
            "classes has the name \"%s\" twice; each class needs its own".formatted(one.name()));
      }
    }
  }

  /// The place in the list of the class that has a metric, or [#NO_CLASS].
  public int classOf(String metric) {
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).has(metric)) {
        return i;
      }
    }
    return NO_CLASS;
  }

  /// How long metrics of a class are kept.
  ///
  /// @param place what [#classOf] said
  public Keep keep(int place) {
    return place == NO_CLASS ? others : classes.get(place).keep();
  }

  /// The longest that anything is kept.
  public Duration longest() {
    Duration longest = others.longest();
    for (MetricClass one : classes) {
      Duration its = one.keep().longest();
      longest = its.compareTo(longest) > 0 ? its : longest;
    }
    return longest;
  }
}
