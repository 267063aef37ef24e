package io.aramaki.monitoring.domain.promql.function;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Functions from one number to another, as Go's `math` defines them at the edges.
public final class Numbers {
  private static final double LOG2 = Math.log(2);

  private Numbers() {}

  /// The function of a name, or null if it is none of these.
  public static @Nullable DoubleUnaryOperator of(String name) {
    return switch (name) {
      case "abs" -> Math::abs;
      case "ceil" -> Math::ceil;
      case "floor" -> Math::floor;
      case "exp" -> Math::exp;
      case "sqrt" -> Math::sqrt;
      case "ln" -> Math::log;
      case "log2" -> Numbers::log2;
      case "log10" -> Math::log10;
      case "sgn" -> Math::signum;
      case "deg" -> v -> v * 180 / Math.PI;
      case "rad" -> v -> v * Math.PI / 180;
      default -> trigonometric(name);
    };
  }

  private static @Nullable DoubleUnaryOperator trigonometric(String name) {
    return switch (name) {
      case "sin" -> Math::sin;
      case "cos" -> Math::cos;
      case "tan" -> Math::tan;
      case "asin" -> Math::asin;
      case "acos" -> Math::acos;
      case "atan" -> Math::atan;
      case "sinh" -> Math::sinh;
      case "cosh" -> Math::cosh;
      case "tanh" -> Math::tanh;
      case "asinh" -> Numbers::asinh;
      case "acosh" -> Numbers::acosh;
      case "atanh" -> v -> (Math.log1p(v) - Math.log1p(-v)) / 2;
      default -> null;
    };
  }

  private static double log2(double v) {
    int exponent = Math.getExponent(v);
    double power = Math.scalb(1.0, exponent);
    return v == power ? exponent : Math.log(v) / LOG2;
  }

  private static double asinh(double v) {
    double size = Math.abs(v);
    if (size > 0x1p28 || Double.isNaN(v)) {
      return Math.copySign(Math.log(size) + LOG2, v);
    }
    double square = size * size;
    return Math.copySign(Math.log1p(size + (square / (1 + Math.sqrt(1 + square)))), v);
  }

  private static double acosh(double v) {
    if (v < 1) {
      return Double.NaN;
    }
    if (v > 0x1p28) {
      return Math.log(v) + LOG2;
    }
    double above = v - 1;
    return Math.log1p(above + Math.sqrt((2 * above) + (above * above)));
  }

  /// The larger one; infinity beats NaN.
  public static double max(double a, double b) {
    return a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : Math.max(a, b);
  }

  /// The smaller one; minus infinity beats NaN.
  public static double min(double a, double b) {
    return a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY
        ? Double.NEGATIVE_INFINITY
        : Math.min(a, b);
  }

  /// The nearest multiple; halves go up.
  public static double round(double value, double multiple) {
    double inverse = 1.0 / multiple;
    return Math.floor((value * inverse) + 0.5) / inverse;
  }

  /// A power; one is one whatever the exponent, also NaN, and minus one is with an infinite
  /// exponent.
  public static double power(double base, double exponent) {
    return base == 1 || (base == -1 && Double.isInfinite(exponent)) ? 1 : Math.pow(base, exponent);
  }
}
