package io.aramaki.kit.telemetry;

/// What is behind one combination of label values.
interface Cell {
  /// Writes the lines of this cell.
  ///
  /// @param labels `a="x",b="y"`, or empty
  void write(StringBuilder out, String name, String labels);

  /// Writes one line: `name{labels} value`.
  static void line(StringBuilder out, String name, String labels, double value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(number(value)).append('\n');
  }

  /// Writes whole numbers without a fraction, as people expect of counts.
  static String number(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "+Inf";
    } else if (value == Double.NEGATIVE_INFINITY) {
      return "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
