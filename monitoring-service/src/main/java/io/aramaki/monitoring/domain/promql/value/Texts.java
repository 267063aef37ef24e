package io.aramaki.monitoring.domain.promql.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/// Numbers and strings as Prometheus reads and writes them.
public final class Texts {
  private Texts() {}

  /// Writes a string in double quotes with the escapes of Go.
  public static String quote(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('"').toString();
  }

  /// Writes a character in single quotes with the escapes of Go.
  public static String quote(int character) {
    var quoted = new StringBuilder("'");
    if (character == '\'') {
      quoted.append("\\'");
    } else if (character == '"') {
      quoted.append('"');
    } else {
      append(quoted, character);
    }
    return quoted.append('\'').toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case 0x0b -> out.append("\\v");
      default -> {
        if (c < ' ' || c == 0x7f) {
          out.append(String.format(Locale.ROOT, "\\x%02x", c));
        } else if (Character.isISOControl(c)
            || (Character.isSpaceChar(c) && c != ' ')
            || !Character.isDefined(c)) {
          out.append(String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  /// Reads a number as Go's `ParseFloat` does, empty if it is none. One that is too large is none.
  public static OptionalDouble number(String text) {
    String bare = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    double sign = text.startsWith("-") ? -1 : 1;
    return switch (bare.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
      case "nan" ->
          bare.length() == text.length() ? OptionalDouble.of(Double.NaN) : OptionalDouble.empty();
      default -> plainNumber(bare, sign);
    };
  }

  private static OptionalDouble plainNumber(String bare, double sign) {
    if (bare.isEmpty()
        || !bare.chars().allMatch(c -> c == '.' || c == '+' || c == '-' || isHex(c))
        || "+-".indexOf(bare.charAt(0)) >= 0
        || ("fFdD".indexOf(bare.charAt(bare.length() - 1)) >= 0 && !isHexText(bare))) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(bare);
      return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(sign * value);
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }

  private static boolean isHexText(String text) {
    return text.startsWith("0x") || text.startsWith("0X");
  }

  private static boolean isHex(int c) {
    return (c < 0x80 && Character.digit(c, 16) >= 0) || (c < 0x80 && "xXpP".indexOf(c) >= 0);
  }

  /// Writes a number without an exponent, as short as it stays the same number.
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
    return strip(decimal(value).toPlainString());
  }

  /// The shortest decimal number that is read back as the same. `Double.toString` has two digits at
  /// least, though one may do: the smallest number is 5e-324 as well as 4.9e-324.
  private static BigDecimal decimal(double value) {
    var digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() == 2) {
      var fewer = digits.round(new MathContext(1));
      return fewer.doubleValue() == value ? fewer : digits;
    }
    return digits;
  }

  private static String strip(String text) {
    if (text.indexOf('.') < 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /// Writes a number with six decimals, as Go's `%f` does.
  public static String fixed(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? plain(value)
        : new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// Writes a number as Go's `%v` does: with an exponent below -4 and from 21 on.
  public static String shortest(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)
        || Double.isInfinite(value)
        || size == 0
        || (size >= 1e-4 && size < 1e21)) {
      return plain(value);
    }
    var digits = decimal(value);
    int exponent = digits.precision() - digits.scale() - 1;
    String mantissa = digits.movePointLeft(exponent).toPlainString();
    return mantissa
        + (exponent < 0 ? "e-" : "e+")
        + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
  }
}
