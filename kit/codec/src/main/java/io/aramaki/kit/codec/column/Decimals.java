package io.aramaki.kit.codec.column;

/// Doubles as integers divided by a power of ten: `digits ÷ 10^places`. Most measured values were
/// decimals before they became doubles. In the manner of ALP (Afroozeh, Kuffo, Boncz: ALP: Adaptive
/// Lossless floating-Point Compression, SIGMOD 2024).
///
/// The division of two doubles that are exact is rounded correctly, so a double that is the nearest
/// one to such a decimal comes back bit by bit.
public final class Decimals {
  /// The most decimal places.
  public static final int PLACES_MAX = 14;

  /// Integers up to this are exact as doubles.
  public static final double DIGITS_MAX = 0x1p53;

  /// Digits up to this, multiplied by ten, are found again: the product of a double and a power of
  /// ten is off by less than a half. So where the last of them is not 0 no place can be left out.
  private static final long DIGITS_SURE = 1L << 45;

  private static final double[] POWERS = powers();

  private Decimals() {}

  private static double[] powers() {
    var powers = new double[PLACES_MAX + 1];
    double power = 1;
    for (int i = 0; i <= PLACES_MAX; i++) {
      powers[i] = power;
      power *= 10;
    }
    return powers;
  }

  /// The double nearest to a decimal.
  public static double value(long digits, int places) {
    return digits / POWERS[places];
  }

  static double power(int places) {
    return POWERS[places];
  }

  /// The digits of a value that has so many places; anything if it has not, see [#is].
  public static long digits(double value, int places) {
    return Math.round(value * POWERS[places]);
  }

  /// Whether the value comes back from these digits.
  public static boolean is(double value, long digits, int places) {
    return Math.abs((double) digits) <= DIGITS_MAX
        && Double.doubleToRawLongBits(value(digits, places)) == Double.doubleToRawLongBits(value);
  }

  /// So many places, or as many as the value has if it has more; more than [#PLACES_MAX] if it is
  /// no such decimal.
  ///
  /// @param places 0 to [#PLACES_MAX]
  public static int morePlaces(double value, int places) {
    return is(value, digits(value, places), places)
        ? places
        : Math.max(places, places(value, places));
  }

  /// How many places the value has; more than [#PLACES_MAX] if it is no such decimal. The search
  /// begins at a guess: what has some number of places has more, too, until the digits are too
  /// many.
  public static int places(double value, int guess) {
    int from = Math.min(guess, PLACES_MAX);
    long digits = digits(value, from);
    if (is(value, digits, from)) {
      if (digits % 10 != 0 && Math.abs(digits) < DIGITS_SURE) {
        return from;
      }
      int places = from;
      while (places > 0 && is(value, digits(value, places - 1), places - 1)) {
        places--;
      }
      return places;
    }
    for (int places = from + 1; places <= PLACES_MAX; places++) {
      if (is(value, digits(value, places), places)) {
        return places;
      }
    }
    for (int places = from - 1; places >= 0; places--) {
      if (is(value, digits(value, places), places)) {
        return places;
      }
    }
    return PLACES_MAX + 1;
  }
}
