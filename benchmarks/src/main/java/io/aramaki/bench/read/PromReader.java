package io.aramaki.bench.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.aramaki.bench.data.SeriesLabels;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Reads by Prometheus's HTTP API: range selectors, a window at a time.
public final class PromReader implements HostReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long WINDOW_MS = 2 * 3_600_000L;
  private static final double MILLIS = 1e3;

  private final Door door;

  public PromReader(Door door) {
    this.door = door;
  }

  @Override
  public HostSamples read(String host, long fromMs, long toMs) throws IOException {
    var samples = new HostSamples();
    for (long from = fromMs; from < toMs; from += WINDOW_MS) {
      long last = Math.min(toMs, from + WINDOW_MS) - 1;
      // From before the first sample to before the next window's, whether or not the left end
      // counts.
      String query = "{host=\"%s\"}[%dms]".formatted(host, last - from + 1);
      try (InputStream body =
          door.get("/api/v1/query", Map.of("query", query, "time", seconds(last)))) {
        parse(body, samples);
      }
    }
    return samples;
  }

  /// A time as the interface takes it.
  static String seconds(long timeMs) {
    return "%d.%03d".formatted(timeMs / 1_000, timeMs % 1_000);
  }

  /// `{"data":{"result":[{"metric":{…},"values":[[seconds,"value"],…]},…]}}`
  private static void parse(InputStream body, HostSamples into) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      String key = "";
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
          switch (parser.currentName()) {
            case "metric" -> key = key(parser);
            case "values" -> values(parser, into.series(key));
            default -> {}
          }
        }
      }
    }
  }

  /// Reads a map of labels. The parser stands at its name.
  static String key(JsonParser parser) throws IOException {
    String metric = "";
    String device = "";
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("__name__")) {
        metric = parser.getText();
      } else if (name.equals(SeriesLabels.DEVICE)) {
        device = parser.getText();
      }
    }
    return SeriesLabels.key(metric, device);
  }

  private static void values(JsonParser parser, HostSamples.Columns into) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      parser.nextToken();
      long time = Math.round(parser.getDoubleValue() * MILLIS);
      parser.nextToken();
      into.add(time, number(parser.getText()));
      parser.nextToken();
    }
  }

  static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
