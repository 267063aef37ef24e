package io.aramaki.agent.check;

import java.util.Optional;
import java.util.OptionalDouble;

/// One number that a check measured, in a base unit, with its thresholds.
///
/// @param label what it is, unique within the check
/// @param value the number
/// @param unit `seconds`, `bytes`, `percent`, `count`, another one as the plugin wrote it, or empty
/// @param warn when it is a warning
/// @param crit when it is critical
/// @param min the least that is possible
/// @param max the greatest that is possible
public record Perfdatum(
    String label,
    double value,
    String unit,
    Optional<Range> warn,
    Optional<Range> crit,
    OptionalDouble min,
    OptionalDouble max) {

  /// A number without thresholds.
  public static Perfdatum of(String label, double value, String unit) {
    return new Perfdatum(
        label,
        value,
        unit,
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  /// The same number with thresholds.
  public Perfdatum within(Optional<Range> warning, Optional<Range> critical) {
    return new Perfdatum(label, value, unit, warning, critical, min, max);
  }
}
