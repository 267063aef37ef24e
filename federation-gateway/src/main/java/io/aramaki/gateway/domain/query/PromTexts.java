package io.aramaki.gateway.domain.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Writes numbers, times and strings as Prometheus does.
public final class PromTexts {
  private static final double PLAIN_LEAST = 1e-6;
  private static final double PLAIN_BELOW = 1e21;
  private static final double WHOLE_BELOW = 1L << 53;
  private static final int SHOWN_MAX = 200;

  private PromTexts() {}

  /// Writes the value of a series: with an exponent if it is very small or large.
  public static String value(double value) {
    double size = Math.abs(value);
    if (size == 0 || Double.isNaN(size) || Double.isInfinite(size)) {
      return plain(value);
    }
    return size < PLAIN_LEAST || size >= PLAIN_BELOW ? scientific(value) : plain(value);
  }

  /// Writes a number without an exponent, as a scalar is written.
  public static String plain(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (Math.abs(value) < WHOLE_BELOW && value == Math.rint(value)) {
      return Long.toString((long) value);
    }
    String text = Double.toString(value);
    return text.indexOf('E') < 0 ? text : shortest(value).toPlainString();
  }

  private static String scientific(double value) {
    BigDecimal digits = shortest(value);
    int exponent = digits.precision() - digits.scale() - 1;
    return digits.movePointLeft(exponent).toPlainString()
        + (exponent < 0 ? "e-" : "e+")
        + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
  }

  /// `Double.toString` has two digits at least, though one may do: 5e-324 is 4.9e-324, too.
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal fewer = digits.round(new MathContext(1));
    return digits.precision() == 2 && fewer.doubleValue() == value ? fewer : digits;
  }

  /// Appends the time of a sample in seconds.
  ///
  /// @param millis since the epoch
  public static void time(long millis, StringBuilder out) {
    if (millis < 0) {
      out.append('-');
    }
    long size = Math.abs(millis);
    out.append(size / 1_000);
    long fraction = size % 1_000;
    if (fraction != 0) {
      out.append('.').append(fraction < 100 ? "0" : "").append(fraction < 10 ? "0" : "");
      out.append(fraction);
    }
  }

  /// Writes a text in double quotes, for messages; a long one is cut.
  public static String quote(String text) {
    String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    var quoted = new StringBuilder();
    json(shown, quoted);
    return quoted.toString();
  }

  /// Appends a text as JSON has it.
  public static void json(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
