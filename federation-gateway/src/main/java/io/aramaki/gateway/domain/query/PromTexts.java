package io.aramaki.gateway.domain.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Writes numbers, times and strings as Prometheus does.
public final class PromTexts {
  private static final double PLAIN_LEAST = 1e-6;
  private static final double PLAIN_BELOW = 1e21;
  private static final double WHOLE_BELOW = 1L << 53;
  private static final double DIGITS_15 = 1e15;
  private static final int DECIMALS_MAX = 6;
  private static final int SHOWN_MAX = 200;

  private PromTexts() {}

  /// Appends the value of a series: with an exponent if it is very small or large.
  public static void value(double value, StringBuilder out) {
    double size = Math.abs(value);
    if ((size > 0 && size < PLAIN_LEAST) || (size >= PLAIN_BELOW && !Double.isInfinite(size))) {
      out.append(scientific(value));
    } else {
      plain(value, out);
    }
  }

  /// Appends a number without an exponent, as a scalar is written.
  public static void plain(double value, StringBuilder out) {
    if (Double.isNaN(value)) {
      out.append("NaN");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
    } else if (value == 0) {
      out.append(1 / value < 0 ? "-0" : "0");
    } else if (Math.abs(value) < WHOLE_BELOW && value == Math.rint(value)) {
      out.append((long) value);
    } else if (!fewDecimals(value, out)) {
      String text = Double.toString(value);
      out.append(text.indexOf('E') < 0 ? text : shortest(value).toPlainString());
    }
  }

  /// Appends a number if few decimals say all of it, as they do of most that is measured. Of the
  /// decimals with at most 15 digits, no two read as the same double, so the one that reads as the
  /// value is the shortest that does.
  private static boolean fewDecimals(double value, StringBuilder out) {
    double size = Math.abs(value);
    long power = 1;
    for (int places = 1; places <= DECIMALS_MAX; places++) {
      power *= 10;
      double scaled = Math.rint(size * power);
      if (scaled >= DIGITS_15) {
        return false;
      }
      // Both are whole and less than 2^53, so the quotient is the double nearest to the decimal.
      if (scaled / power == size) {
        long digits = (long) scaled;
        out.append(value < 0 ? "-" : "").append(digits / power).append('.');
        long fraction = digits % power;
        for (long least = power / 10; fraction < least; least /= 10) {
          out.append('0');
        }
        out.append(fraction);
        return true;
      }
    }
    return false;
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
