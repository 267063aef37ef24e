package io.aramaki.monitoring.domain.promql.token;

import io.aramaki.monitoring.domain.promql.value.Texts;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/// Numbers and durations in a query.
public final class Literals {
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?"
              + "(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");
  private static final long DAY = 86_400_000;
  private static final long[] UNITS = {365 * DAY, 7 * DAY, DAY, 3_600_000, 60_000, 1_000, 1};

  /// Durations are nanoseconds in 64 bits to Prometheus, so this is the longest.
  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);

  private Literals() {}

  /// Reads a number: decimal, hexadecimal, octal with a leading zero, `Inf`, `NaN`.
  ///
  /// @throws IllegalArgumentException if it is none, with what Prometheus says of it
  public static double number(String text) {
    boolean octal = text.matches("0[0-7]+");
    if (octal || text.matches("0[xX][0-9a-fA-F]+")) {
      var whole = new BigInteger(text.substring(octal ? 1 : 2), octal ? 8 : 16);
      if (whole.bitLength() < Long.SIZE) {
        return whole.doubleValue();
      }
    }
    var number = Texts.number(text);
    if (number.isEmpty() || isHexWithoutExponent(text)) {
      boolean large = text.matches("[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)") && !text.startsWith("e");
      throw new IllegalArgumentException(
          "error parsing number: strconv.ParseFloat: parsing "
              + Texts.quote(text)
              + (large ? ": value out of range" : ": invalid syntax"));
    }
    return number.getAsDouble();
  }

  private static boolean isHexWithoutExponent(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("0x") && lower.indexOf('p') < 0;
  }

  /// Reads a duration such as `1h30m`, in milliseconds.
  ///
  /// @throws IllegalArgumentException if it is none, or zero, with what Prometheus says of it
  public static long duration(String text) {
    var matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a valid duration string: " + Texts.quote(text));
    }
    var total = BigInteger.ZERO;
    for (int i = 0; i < UNITS.length; i++) {
      var digits = matcher.group(i + 1);
      if (digits != null) {
        total = total.add(new BigInteger(digits).multiply(BigInteger.valueOf(UNITS[i])));
      }
    }
    if (total.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("duration out of range");
    }
    if (total.signum() == 0) {
      throw new IllegalArgumentException("duration must be greater than 0");
    }
    return total.longValueExact();
  }
}
