package io.aramaki.bench.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A question to Prometheus's HTTP API that is asked again and again.
///
/// @param name what it is called in reports
/// @param path of the interface
/// @param parameters of the request
public record PromQuery(String name, String path, Map<String, String> parameters) {
  public PromQuery {
    parameters = Map.copyOf(parameters);
  }

  /// An expression at one time.
  public static PromQuery instant(String name, String expression, long timeMs) {
    return new PromQuery(
        name, "/api/v1/query", Map.of("query", expression, "time", PromReader.seconds(timeMs)));
  }

  /// An expression at each step of a range, both ends included.
  public static PromQuery range(
      String name, String expression, long fromMs, long toMs, long stepMs) {
    return new PromQuery(
        name,
        "/api/v1/query_range",
        Map.of(
            "query", expression,
            "start", PromReader.seconds(fromMs),
            "end", PromReader.seconds(toMs),
            "step", PromReader.seconds(stepMs)));
  }

  /// Asks and reads the answer to its end.
  ///
  /// @return how many characters it has
  public int ask(Door door) throws IOException {
    return door.text(path, parameters).length();
  }

  /// Asks and answers the values by host and time in milliseconds.
  public Map<String, Double> values(Door door) throws IOException {
    JsonNode answer = Api.JSON.readTree(door.text(path, parameters));
    if (!answer.path("status").asText().equals("success")) {
      throw new IOException("%s was answered with %s".formatted(name, answer));
    }
    var values = new LinkedHashMap<String, Double>();
    for (JsonNode series : answer.path("data").path("result")) {
      String host = series.path("metric").path("host").asText();
      if (series.has("value")) {
        put(values, host, series.path("value"));
      }
      series.path("values").forEach(point -> put(values, host, point));
    }
    return values;
  }

  private static void put(Map<String, Double> values, String host, JsonNode point) {
    values.put(
        key(host, Math.round(point.path(0).asDouble() * 1e3)),
        PromReader.number(point.path(1).asText()));
  }

  /// The key of a value.
  public static String key(String host, long timeMs) {
    return host + "@" + timeMs;
  }
}
