package io.aramaki.agent.check.plugin;

import io.aramaki.agent.check.Perfdatum;
import io.aramaki.agent.check.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads perfdata, `'label'=value[UOM][;warn[;crit[;min[;max]]]]` separated by blanks.
///
/// Units become base units: times are `seconds`, sizes `bytes` (KB is 1,000, KiB 1,024), `%` is
/// `percent`, `c` is `count`; others stay as they are. `U` as value means "not determined": the
/// item is well-formed but measures nothing. What is not well-formed is passed over and counted.
///
/// @param items what was measured
/// @param wellFormed how many items were well-formed, those without a value included
/// @param malformed how many were not
record Perfdata(List<Perfdatum> items, int wellFormed, int malformed) {
  private static final String NUMBER = "[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
  private static final Pattern ITEM =
      Pattern.compile("(?:'((?:[^']|'')+)'|([^'=\\s]+))=(\\S*)(?=\\s|$)");
  private static final Pattern VALUE =
      Pattern.compile("(" + NUMBER + ")([A-Za-z%µ°][A-Za-z0-9%µ°/]*)?");
  private static final Pattern SIZE = Pattern.compile("([KMGTPE]?)(i?)B");
  private static final String PREFIXES = "KMGTPE";
  private static final int LABEL_MAX = 200;
  private static final int ITEMS_MAX = 500;
  private static final Map<String, Double> TIMES =
      Map.of("s", 1.0, "ms", 1e-3, "us", 1e-6, "µs", 1e-6, "ns", 1e-9, "min", 60.0, "h", 3600.0);

  private record Unit(String name, double factor) {}

  Perfdata {
    items = List.copyOf(items);
  }

  static Perfdata parse(String text) {
    var items = new ArrayList<Perfdatum>();
    int wellFormed = 0;
    int malformed = 0;
    Matcher matcher = ITEM.matcher(text);
    int at = skipBlanks(text, 0);
    while (at < text.length()) {
      if (matcher.region(at, text.length()).lookingAt()) {
        String label =
            matcher.group(1) == null ? matcher.group(2) : matcher.group(1).replace("''", "'");
        String[] fields = matcher.group(3).split(";", -1);
        Optional<Perfdatum> item = item(label, fields);
        boolean undetermined = fields[0].equals("U");
        wellFormed += item.isPresent() || undetermined ? 1 : 0;
        malformed += item.isPresent() || undetermined ? 0 : 1;
        item.filter(_ -> items.size() < ITEMS_MAX).ifPresent(items::add);
        at = matcher.end();
      } else {
        malformed++;
        at = skipWord(text, at);
      }
      at = skipBlanks(text, at);
    }
    return new Perfdata(items, wellFormed, malformed);
  }

  private static Optional<Perfdatum> item(String label, String[] fields) {
    Matcher value = VALUE.matcher(fields[0]);
    if (!value.matches() || label.length() > LABEL_MAX) {
      return Optional.empty();
    }
    Unit unit = unit(value.group(2) == null ? "" : value.group(2));
    double number = Double.parseDouble(value.group(1)) * unit.factor;
    return Optional.of(
        new Perfdatum(
            label,
            number,
            unit.name,
            range(fields, 1, unit),
            range(fields, 2, unit),
            bound(fields, 3, unit),
            bound(fields, 4, unit)));
  }

  private static Optional<Range> range(String[] fields, int index, Unit unit) {
    return index < fields.length
        ? Range.parse(fields[index]).map(range -> range.times(unit.factor))
        : Optional.empty();
  }

  private static OptionalDouble bound(String[] fields, int index, Unit unit) {
    boolean given = index < fields.length && fields[index].matches(NUMBER);
    return given
        ? OptionalDouble.of(Double.parseDouble(fields[index]) * unit.factor)
        : OptionalDouble.empty();
  }

  private static Unit unit(String text) {
    if (TIMES.containsKey(text)) {
      return new Unit("seconds", TIMES.getOrDefault(text, 1.0));
    }
    Matcher size =
        SIZE.matcher(
            text.length() > 1
                ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
                : text);
    if (size.matches()) {
      int power = size.group(1).isEmpty() ? 0 : PREFIXES.indexOf(size.group(1)) + 1;
      return new Unit("bytes", Math.pow(size.group(2).isEmpty() ? 1000 : 1024, power));
    }
    return switch (text) {
      case "%" -> new Unit("percent", 1);
      case "c" -> new Unit("count", 1);
      default -> new Unit(text, 1);
    };
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int skipWord(String text, int from) {
    int at = from;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
