package io.aramaki.gateway.domain.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
  public static void value(double value, Utf8 out) {
    double size = Math.abs(value);
    if ((size > 0 && size < PLAIN_LEAST) || (size >= PLAIN_BELOW && !Double.isInfinite(size))) {
      out.text(scientific(value));
    } else {
      plain(value, out);
    }
  }

  /// Appends a number without an exponent, as a scalar is written.
  public static void plain(double value, Utf8 out) {
    if (Double.isNaN(value)) {
      out.text("NaN");
    } else if (Double.isInfinite(value)) {
      out.text(value > 0 ? "+Inf" : "-Inf");
    } else if (value == 0) {
      out.text(1 / value < 0 ? "-0" : "0");
    } else if (Math.abs(value) < WHOLE_BELOW && value == Math.rint(value)) {
      sign(value < 0, out).digits((long) Math.abs(value), 1);
    } else if (!fewDecimals(value, out)) {
      String text = Double.toString(value);
      out.text(text.indexOf('E') < 0 ? text : shortest(value).toPlainString());
    }
  }

  /// Appends a number if few decimals say all of it, as they do of most that is measured. Of the
  /// decimals with at most 15 digits, no two read as the same double, so the one that reads as the
  /// value is the shortest that does.
  private static boolean fewDecimals(double value, Utf8 out) {
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
        // What stands before the point: a double so near to a decimal is on its side of each whole.
        long whole = (long) size;
        sign(value < 0, out)
            .digits(whole, 1)
            .ascii('.')
            .digits((long) scaled - whole * power, places);
        return true;
      }
    }
    return false;
  }

  private static Utf8 sign(boolean negative, Utf8 out) {
    return negative ? out.ascii('-') : out;
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
  public static void time(long millis, Utf8 out) {
    long size = Math.abs(millis);
    sign(millis < 0, out).digits(size / 1_000, 1);
    if (size % 1_000 != 0) {
      out.ascii('.').digits(size % 1_000, 3);
    }
  }

  /// Writes a text in double quotes, for messages; a long one is cut.
  public static String quote(String text) {
    String shown = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    var quoted = new Utf8();
    json(shown, quoted);
    return quoted.toString();
  }

  /// Appends a text as JSON has it.
  public static void json(String text, Utf8 out) {
    out.ascii('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      @Nullable String escaped = escaped(text.charAt(i));
      if (escaped != null) {
        out.text(text.substring(plain, i)).text(escaped);
        plain = i + 1;
      }
    }
    out.text(text.substring(plain)).ascii('"');
  }

  /// How JSON has a character that may not stand for itself; null for others.
  private static @Nullable String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '<', '>', '&', '\u2028', '\u2029' -> inHex(c);
      default -> c < ' ' ? inHex(c) : null;
    };
  }

  private static String inHex(char c) {
    return String.format(Locale.ROOT, "\\u%04x", (int) c);
  }
}
