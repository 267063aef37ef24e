package io.aramaki.monitoring.domain.promql.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An answer of the HTTP API, or of whoever gives the same.
///
/// @param errorType empty if there is a result
/// @param error the text of the error, empty if there is a result
/// @param resultType `vector`, `matrix`, `scalar`, `string`, empty if there is an error
/// @param series in the order of the answer; a scalar or a string is one without labels
public record Answer(String errorType, String error, String resultType, List<Line> series) {
  private static final double RELATIVE = 1e-9;

  public Answer {
    series = List.copyOf(series);
  }

  /// A series of the answer.
  ///
  /// @param values by time in milliseconds, as text
  public record Line(SortedMap<String, String> labels, SortedMap<Long, String> values) {}

  public static Answer failed(String errorType, String error) {
    return new Answer(errorType, error, "", List.of());
  }

  /// Reads a body of the HTTP API.
  public static Answer parse(String body) {
    Map<?, ?> root = (Map<?, ?>) Json.parse(body);
    if (!"success".equals(root.get("status"))) {
      return failed(String.valueOf(root.get("errorType")), String.valueOf(root.get("error")));
    }
    Map<?, ?> data = (Map<?, ?>) Json.of(root, "data");
    String type = String.valueOf(data.get("resultType"));
    List<?> result = (List<?>) Json.of(data, "result");
    var lines = new ArrayList<Line>();
    if (type.equals("scalar") || type.equals("string")) {
      lines.add(line(Map.of(), List.of(result)));
    } else {
      for (Object one : result) {
        Map<?, ?> series = (Map<?, ?>) one;
        List<?> points =
            type.equals("vector")
                ? List.of(Json.of(series, "value"))
                : (List<?>) Json.of(series, "values");
        lines.add(line((Map<?, ?>) Json.of(series, "metric"), points));
      }
    }
    return new Answer("", "", type, lines);
  }

  private static Line line(Map<?, ?> metric, List<?> points) {
    var labels = new TreeMap<String, String>();
    metric.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    var values = new TreeMap<Long, String>();
    for (Object point : points) {
      List<?> pair = (List<?>) point;
      long time = Math.round(Double.parseDouble(String.valueOf(pair.get(0))) * 1000);
      values.put(time, String.valueOf(pair.get(1)));
    }
    return new Line(labels, values);
  }

  /// Says how another answer differs from this one, empty if it does not.
  public Optional<String> difference(Answer other, boolean ordered) {
    if (!errorType.equals(other.errorType)) {
      return Optional.of(summary() + " but " + other.summary());
    }
    if (!resultType.equals(other.resultType) || series.size() != other.series.size()) {
      return Optional.of(summary() + " but " + other.summary());
    }
    if (ordered && !hasOrderOf(other)) {
      return Optional.of("another order: " + series + " but " + other.series);
    }
    var mine = sorted(series);
    var others = sorted(other.series);
    for (int i = 0; i < mine.size(); i++) {
      var difference = difference(mine.get(i), others.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /// Compares the values one after another; series with equal values may change places.
  private boolean hasOrderOf(Answer other) {
    for (int i = 0; i < series.size(); i++) {
      String mine = series.get(i).values().firstEntry().getValue();
      if (!isSame(mine, other.series.get(i).values().firstEntry().getValue())) {
        return false;
      }
    }
    return true;
  }

  private static List<Line> sorted(List<Line> lines) {
    return lines.stream()
        .sorted((a, b) -> a.labels().toString().compareTo(b.labels().toString()))
        .toList();
  }

  private Optional<String> difference(Line mine, Line other) {
    if (!mine.labels().equals(other.labels())) {
      return Optional.of("labels " + mine.labels() + " but " + other.labels());
    }
    if (!mine.values().keySet().equals(other.values().keySet())) {
      var more = new TreeMap<>(mine.values());
      more.keySet().removeAll(other.values().keySet());
      var less = new TreeMap<>(other.values());
      less.keySet().removeAll(mine.values().keySet());
      return Optional.of(mine.labels() + " times only here " + more + ", only there " + less);
    }
    for (var entry : mine.values().entrySet()) {
      String value = String.valueOf(other.values().get(entry.getKey()));
      if (!isSame(entry.getValue(), value)) {
        return Optional.of(
            mine.labels() + " at " + entry.getKey() + ": " + entry.getValue() + " but " + value);
      }
    }
    return Optional.empty();
  }

  private boolean isSame(String mine, String other) {
    if (mine.equals(other)) {
      return true;
    }
    if (resultType.equals("string")) {
      return false;
    }
    double a = number(mine);
    double b = number(other);
    return Double.compare(a, b) == 0
        || Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /// What it is, in short.
  public String summary() {
    return errorType.isEmpty()
        ? resultType + " of " + series.size() + " series"
        : errorType + " (" + error + ")";
  }
}
