package io.aramaki.bench.compare;

import java.util.Locale;

/// One figure of ours beside that of another server.
///
/// @param measure what the figure is, as it stands in the result line
/// @param peer the other server
/// @param ours our figure
/// @param theirs theirs
/// @param isRate true if more is better; then the ratio is theirs / ours
record Ratio(String measure, String peer, double ours, double theirs, boolean isRate) {
  /// Less is better for us.
  double value() {
    return isRate ? theirs / ours : ours / theirs;
  }

  /// The line that scripts read.
  String result() {
    return String.format(Locale.ROOT, "RESULT %s peer=%s ratio=%.2fx", measure, peer, value());
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | **%.2fx** |",
        measure,
        peer,
        number(ours),
        number(theirs),
        isRate ? "theirs / ours" : "ours / theirs",
        value());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 1_000 ? "%,.0f" : "%.3f", value);
  }
}
