package io.aramaki.monitoring.domain.retention;

import com.google.re2j.Pattern;
import io.aramaki.monitoring.domain.promql.select.Regexes;

/// Metrics that are kept for a time of their own.
public final class MetricClass {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final int MATCH_MAX = 512;

  /// States that an expression may have.
  private static final int STATES_MAX = 1_000;

  private final String name;
  private final Pattern match;
  private final Keep keep;

  /// @param name for messages and operators
  /// @param match a regular expression of RE2 for the whole name of a metric
  /// @param keep how long they are kept
  /// @throws IllegalArgumentException if one of them is wrong; the message begins with its name
  public MetricClass(String name, String match, Keep keep) {
    if (!NAME.matches(name)) {
      throw new IllegalArgumentException(
          "name must be 1 to 63 small letters, digits and '-', a letter first; was \"%s\""
              .formatted(name));
    }
    if (match.isEmpty() || match.length() > MATCH_MAX) {
      throw new IllegalArgumentException(
          "match must be a regular expression of 1 to %d characters, was %d"
              .formatted(MATCH_MAX, match.length()));
    }
    this.name = name;
    this.match = compiled(match);
    this.keep = keep;
  }

  private static Pattern compiled(String match) {
    try {
      return Regexes.whole(match, STATES_MAX);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "match must be a regular expression of RE2 for the whole name, such as 'debug_.*': "
              + e.getMessage(),
          e);
    }
  }

  public String name() {
    return name;
  }

  /// Tells whether a metric belongs to it.
  boolean has(String metric) {
    return match.matches(metric);
  }

  /// How long they are kept.
  public Keep keep() {
    return keep;
  }
}
