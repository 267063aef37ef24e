package io.aramaki.monitoring.domain.index.limit;

/// Why series are not taken.
///
/// @param whose the agent or system that has as many as it may
/// @param most how many that are
/// @param key the key of the configuration that says so
public record SeriesRefusal(String whose, int most, String key) {
  /// For machines.
  public static final String REASON = "SERIES_LIMIT";

  /// The same for each series, so that it is told once.
  public String message() {
    return "%s has %d series, as many as %s allows; new ones are left out, known ones go on: look for a label whose values do not end, or raise the limit"
        .formatted(whose, most, key);
  }
}
