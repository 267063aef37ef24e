package io.aramaki.agent.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A threshold of the Monitoring Plugins guidelines, `[@][start:][end]`: values outside alert, with
/// `@` values inside; both ends belong to the inside; `~` is minus infinity, a missing end after a
/// colon plus infinity, a missing start 0.
///
/// @param start the lower end
/// @param end the upper end
/// @param inside true if values inside alert
public record Range(double start, double end, boolean inside) {
  private static final String NUMBER = "[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
  private static final Pattern FORM =
      Pattern.compile("(@?)(?:(~|" + NUMBER + ")?(:))?(" + NUMBER + ")?");

  public Range {
    if (Double.isNaN(start) || Double.isNaN(end) || start > end) {
      throw new IllegalArgumentException(
          "a range goes from its lower to its upper end, not from " + start + " to " + end);
    }
  }

  /// Reads a range; empty if the text is none, as the empty text is none.
  public static Optional<Range> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String start = matcher.group(2);
    String end = matcher.group(4);
    boolean colon = matcher.group(3) != null;
    if (end == null && !colon) {
      return Optional.empty();
    }
    double from =
        start == null
            ? 0
            : start.equals("~") ? Double.NEGATIVE_INFINITY : Double.parseDouble(start);
    double to = end == null ? Double.POSITIVE_INFINITY : Double.parseDouble(end);
    return from > to
        ? Optional.empty()
        : Optional.of(new Range(from, to, !matcher.group(1).isEmpty()));
  }

  /// Tells whether a value alerts.
  public boolean alerts(double value) {
    boolean within = value >= start && value <= end;
    return within == inside;
  }

  /// Answers the same range in another unit.
  public Range times(double factor) {
    return new Range(start * factor, end * factor, inside);
  }
}
