package io.aramaki.monitoring.domain.retention;

import java.time.Duration;

/// How long what is observed of a metric is kept, each from its hour on: 8 days, for the journal
/// keeps a week, to 10 years.
///
/// @param samples the samples themselves
/// @param rollup5m what windows of five minutes have; 0 for none
/// @param rollup1h what hours have; 0 for none
public record Keep(Duration samples, Duration rollup5m, Duration rollup1h) {
  private static final Duration LEAST = Duration.ofDays(8);
  private static final Duration MOST = Duration.ofDays(3_660);

  public Keep {
    requireSamples(samples);
    requireRollup(rollup5m, "rollup5m");
    requireRollup(rollup1h, "rollup1h");
  }

  static void requireSamples(Duration kept) {
    if (!isInRange(kept)) {
      throw new IllegalArgumentException(
          "samples must be %dd to %dd, was %s"
              .formatted(LEAST.toDays(), MOST.toDays(), text(kept)));
    }
  }

  static void requireRollup(Duration kept, String key) {
    if (!kept.isZero() && !isInRange(kept)) {
      throw new IllegalArgumentException(
          "%s must be 0d for none, or %dd to %dd, was %s"
              .formatted(key, LEAST.toDays(), MOST.toDays(), text(kept)));
    }
  }

  private static boolean isInRange(Duration kept) {
    return kept.compareTo(LEAST) >= 0 && kept.compareTo(MOST) <= 0;
  }

  private static String text(Duration kept) {
    boolean days = kept.equals(Duration.ofDays(kept.toDays()));
    return days ? kept.toDays() + "d" : kept.toString();
  }

  /// Whether windows of five minutes are written: only if they stay longer than the samples.
  public boolean hasWindows() {
    return rollup5m.compareTo(samples) > 0;
  }

  /// How long anything is kept.
  public Duration longest() {
    Duration fine = hasWindows() ? rollup5m : samples;
    return rollup1h.compareTo(fine) > 0 ? rollup1h : fine;
  }
}
