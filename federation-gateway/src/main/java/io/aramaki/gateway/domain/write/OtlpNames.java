package io.aramaki.gateway.domain.write;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What metrics and attributes of OpenTelemetry are called in the Prometheus world: underscores for
/// what cannot stand in a name, the unit and the kind at the end.
public final class OtlpNames {
  private static final String TOTAL = "total";
  private static final String RATIO = "ratio";

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("d", "days"),
          Map.entry("h", "hours"),
          Map.entry("min", "minutes"),
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("GiBy", "gibibytes"),
          Map.entry("TiBy", "tibibytes"),
          Map.entry("KBy", "kilobytes"),
          Map.entry("MBy", "megabytes"),
          Map.entry("GBy", "gigabytes"),
          Map.entry("TBy", "terabytes"),
          Map.entry("m", "meters"),
          Map.entry("V", "volts"),
          Map.entry("A", "amperes"),
          Map.entry("J", "joules"),
          Map.entry("W", "watts"),
          Map.entry("g", "grams"),
          Map.entry("Cel", "celsius"),
          Map.entry("Hz", "hertz"),
          Map.entry("1", ""),
          Map.entry("%", "percent"));

  private static final Map<String, String> PER_UNITS =
      Map.of(
          "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo", "month", "y",
          "year");

  private OtlpNames() {}

  /// What a metric is, as far as its name shows it.
  public enum Kind {
    GAUGE,
    /// A sum that only grows.
    COUNTER,
    OTHER
  }

  /// Names a metric.
  ///
  /// @param name as OpenTelemetry has it
  /// @param unit as UCUM writes it
  public static String metric(String name, String unit, Kind kind) {
    List<String> words = words(name, true);
    int slash = unit.indexOf('/');
    String whole = slash < 0 ? unit : unit.substring(0, slash);
    addUnit(words, "", UNITS, whole);
    if (slash >= 0) {
      addUnit(words, "per", PER_UNITS, unit.substring(slash + 1));
    }
    if (kind == Kind.COUNTER) {
      words.removeIf(TOTAL::equals);
      words.add(TOTAL);
    } else if (kind == Kind.GAUGE && unit.equals("1")) {
      words.removeIf(RATIO::equals);
      words.add(RATIO);
    }
    String joined = String.join("_", words);
    return joined.isEmpty() || isDigit(joined.charAt(0)) ? "_" + joined : joined;
  }

  /// Units in braces are remarks.
  private static void addUnit(
      List<String> words, String before, Map<String, String> known, String unit) {
    String stripped = unit.strip();
    if (stripped.isEmpty() || stripped.contains("{") || stripped.contains("}")) {
      return;
    }
    String word = String.join("_", words(known.getOrDefault(stripped, stripped), false));
    if (!word.isEmpty() && !words.contains(word)) {
      if (!before.isEmpty()) {
        words.add(before);
      }
      words.add(word);
    }
  }

  private static List<String> words(String text, boolean colons) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLetter(c) || isDigit(c) || (colons && c == ':')) {
        word.append(c);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /// Names a label.
  public static String label(String attribute) {
    var name = new StringBuilder(attribute.length());
    for (int i = 0; i < attribute.length(); i++) {
      char c = attribute.charAt(i);
      name.append(isLetter(c) || isDigit(c) ? c : '_');
    }
    if (name.isEmpty()) {
      return "_";
    }
    if (isDigit(name.charAt(0))) {
      return "key_" + name;
    }
    boolean hidden = name.charAt(0) == '_' && (name.length() < 2 || name.charAt(1) != '_');
    return hidden ? "key" + name : name.toString();
  }

  /// Writes a bound or a quantile as Prometheus does: shortest, without exponent.
  public static String number(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    return number == 0
        ? "0"
        : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
