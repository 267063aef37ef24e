package io.aramaki.monitoring.domain.retention;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How long samples are kept: those of the metrics of a class, and all others.
///
/// @param samples of metrics of no class, from their hour on, 8 days to 10 years: the journal keeps
///   a week; also check results
/// @param classes the first that has a metric counts; at most 32
public record Retention(Duration samples, List<MetricClass> classes) {
  private static final Duration LEAST = Duration.ofDays(8);
  private static final Duration MOST = Duration.ofDays(3_660);
  private static final int CLASSES_MAX = 32;

  /// The number of all metrics that no class has.
  public static final int NO_CLASS = -1;

  public Retention {
    require(samples, "samples");
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

  /// Without classes.
  public Retention(Duration samples) {
    this(samples, List.of());
  }

  static void require(Duration kept, String key) {
    if (kept.compareTo(LEAST) < 0 || kept.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "%s must be %dd to %dd, was %s"
              .formatted(key, LEAST.toDays(), MOST.toDays(), text(kept)));
    }
  }

  private static String text(Duration kept) {
    boolean days = kept.equals(Duration.ofDays(kept.toDays()));
    return days ? kept.toDays() + "d" : kept.toString();
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

  /// How long samples of a class are kept.
  ///
  /// @param place what [#classOf] said
  public Duration samples(int place) {
    return place == NO_CLASS ? samples : classes.get(place).samples();
  }

  /// The longest that anything is kept.
  public Duration longest() {
    Duration longest = samples;
    for (MetricClass one : classes) {
      longest = one.samples().compareTo(longest) > 0 ? one.samples() : longest;
    }
    return longest;
  }
}
