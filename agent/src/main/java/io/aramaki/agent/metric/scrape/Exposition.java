package io.aramaki.agent.metric.scrape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads lines of the text format of Prometheus (0.0.4) and of OpenMetrics 1.0:
///
/// ```text
/// name{label="value",…} value [time] [# exemplar]
/// ```
///
/// Comments, among them `# HELP`, `# TYPE` and `# EOF`, and exemplars are passed over. ([text
/// format](https://prometheus.io/docs/instrumenting/exposition_formats/),
/// [OpenMetrics](https://prometheus.io/docs/specs/om/open_metrics_spec/))
final class Exposition {
  private static final double MILLIS = 1e3;
  private static final int RADIX = 10;
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /// One sample of a page.
  ///
  /// @param series the name and labels as they are written, which never change for a series
  /// @param value the value
  /// @param timeMs when it was taken, if the page says so
  /// @param isTimed whether the page says so
  record Line(String series, double value, long timeMs, boolean isTimed) {}

  /// What a series is called.
  ///
  /// @param metric its name
  /// @param labels its labels, in the order of the page
  record Named(String metric, Map<String, String> labels) {}

  private final boolean openMetrics;
  private int number;

  /// @param openMetrics whether times are seconds, as in OpenMetrics, and not milliseconds
  Exposition(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  /// Tells whether a line of a page has no sample.
  static boolean isBeside(String line) {
    String text = line.strip();
    return text.isEmpty() || text.charAt(0) == '#';
  }

  /// Reads the next line of a page.
  ///
  /// @return null for a line without a sample
  @Nullable Line read(String line) throws MalformedExposition {
    number++;
    if (isBeside(line)) {
      return null;
    }
    int end = endOfSeries(line);
    String[] words = line.substring(end).strip().split("[ \\t]+", 4);
    boolean timed = words.length > 1 && !words[1].equals("#");
    boolean tooMuch = timed && words.length > 2 && !words[2].equals("#");
    if (words[0].isEmpty() || tooMuch) {
      throw wrong("expected a value, perhaps a time, was \"" + line.substring(end).strip() + "\"");
    }
    return new Line(
        line.substring(0, end).strip(), value(words[0]), timed ? time(words[1]) : 0, timed);
  }

  /// The place after the name and the labels.
  private int endOfSeries(String line) throws MalformedExposition {
    boolean quoted = false;
    boolean braced = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (braced) {
        if (c == '"') {
          quoted = true;
        } else if (c == '}') {
          return i + 1;
        }
      } else if (c == '{') {
        braced = true;
      } else if ((c == ' ' || c == '\t') && !opensLabels(line, i)) {
        return i;
      }
    }
    throw wrong(
        braced
            ? "the labels have no end"
            : "a sample has a name and a value, was \"" + line + "\"");
  }

  /// Whether nothing but spaces lies between here and the labels.
  private static boolean opensLabels(String line, int from) {
    int i = from;
    while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return i < line.length() && (line.charAt(i) == '{' || line.substring(0, from).isBlank());
  }

  private double value(String text) throws MalformedExposition {
    return switch (text) {
      case "+Inf", "Inf", "+inf", "inf" -> Double.POSITIVE_INFINITY;
      case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
      case "NaN", "nan", "Nan" -> Double.NaN;
      default -> number(text, "value");
    };
  }

  private long time(String text) throws MalformedExposition {
    return openMetrics
        ? Math.round(number(text, "time in seconds") * MILLIS)
        : Math.round(number(text, "time in milliseconds"));
  }

  private double number(String text, String what) throws MalformedExposition {
    // Java would take "1d", too.
    char last = text.charAt(text.length() - 1);
    if (Character.digit(last, RADIX) >= 0 || last == '.') {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException _) {
        // The message below says it.
      }
    }
    throw wrong("the " + what + " \"" + text + "\" is no number");
  }

  /// Reads the name and labels of the line that was read last.
  Named name(String series) throws MalformedExposition {
    int brace = series.indexOf('{');
    String metric = brace < 0 ? series : series.substring(0, brace).strip();
    if (!METRIC.matcher(metric).matches()) {
      throw wrong("\"" + metric + "\" is no name of a metric");
    }
    if (brace < 0) {
      return new Named(metric, Map.of());
    }
    var labels = new LinkedHashMap<String, String>();
    int at = skip(series, brace + 1, " \t,");
    while (series.charAt(at) != '}') {
      int equals = series.indexOf('=', at);
      int open = equals < 0 ? -1 : skip(series, equals + 1, " \t");
      if (open < 0 || series.charAt(open) != '"') {
        throw wrong("a label is written as name=\"value\", was " + series);
      }
      var value = new StringBuilder();
      int close = unquote(series, open + 1, value);
      String label = series.substring(at, equals).strip();
      if (!LABEL.matcher(label).matches()) {
        throw wrong("\"" + label + "\" is no name of a label");
      }
      if (labels.put(label, value.toString()) != null) {
        throw wrong("the label " + label + " is there twice");
      }
      at = skip(series, close + 1, " \t,");
    }
    return new Named(metric, labels);
  }

  private static int skip(String text, int from, String what) {
    int at = from;
    while (what.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /// Reads a value up to its quote and answers where that is.
  private static int unquote(String text, int from, StringBuilder into) {
    int at = from;
    for (; text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        char escaped = text.charAt(++at);
        switch (escaped) {
          case 'n' -> into.append('\n');
          case '\\', '"' -> into.append(escaped);
          default -> into.append('\\').append(escaped);
        }
      } else {
        into.append(c);
      }
    }
    return at;
  }

  private MalformedExposition wrong(String message) {
    return new MalformedExposition(number, message);
  }
}
