package io.aramaki.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What `aramaki metric query` asks, and how answers of the Prometheus HTTP API are printed.
public final class Queries {
  /// How many values a range has if nobody says how long a step is.
  private static final int STEPS = 60;

  private static final long STEP_SECONDS_MIN = 1;

  /// Shorter than the command line waits, so that the server tells that it took too long.
  private static final String TIMEOUT = "25s";

  private static final double MILLIS = 1_000;

  private Queries() {}

  /// Answers where to ask.
  ///
  /// @param since how far back; empty for now only
  public static String path(String since) {
    return since.isEmpty() ? "/api/v1/query" : "/api/v1/query_range";
  }

  /// Answers what to ask.
  ///
  /// @throws IllegalArgumentException if a span is not understood
  public static Map<String, String> parameters(
      String query, Instant now, String since, String step) {
    if (since.isEmpty()) {
      return Map.of("query", query, "time", now.toString(), "timeout", TIMEOUT);
    }
    Duration span = Names.span(since);
    long usual = Math.max(STEP_SECONDS_MIN, span.toSeconds() / STEPS);
    long seconds = step.isEmpty() ? usual : Names.span(step).toSeconds();
    return Map.of(
        "query", query,
        "start", now.minus(span).toString(),
        "end", now.toString(),
        "step", Long.toString(seconds),
        "timeout", TIMEOUT);
  }

  /// Prints an answer's `data` for people.
  public static void print(JsonNode data, Output output) {
    JsonNode result = data.path("result");
    switch (data.path("resultType").asText()) {
      case "vector" ->
          output.rows(
              result,
              "no series matches, or none has a value now",
              List.of(
                  Output.column("VALUE", row -> row.path("value").path(1).asText()),
                  Output.column("SERIES", row -> series(row.path("metric")))));
      case "matrix" -> matrix(result, output.out());
      default -> output.out().println(result.path(1).asText());
    }
  }

  private static void matrix(JsonNode result, PrintStream out) {
    if (result.isEmpty()) {
      out.println("no series matches, or none has a value in this time");
    }
    for (JsonNode row : result) {
      out.println(plain(series(row.path("metric"))));
      for (JsonNode value : row.path("values")) {
        var time = Instant.ofEpochMilli(Math.round(value.path(0).asDouble() * MILLIS));
        out.println("  " + time + "  " + value.path(1).asText());
      }
    }
  }

  /// Labels come from anybody who may send samples: they must not steer the terminal.
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String series(JsonNode metric) {
    String labels =
        metric.properties().stream()
            .filter(label -> !label.getKey().equals("__name__"))
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
    return metric.path("__name__").asText() + labels;
  }
}
