package io.aramaki.bench.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Reads by VictoriaMetrics' export: raw samples, one JSON object for each part of a series.
public final class ExportReader implements HostReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final Door door;

  public ExportReader(Door door) {
    this.door = door;
  }

  @Override
  public HostSamples read(String host, long fromMs, long toMs) throws IOException {
    var samples = new HostSamples();
    var query =
        Map.of(
            "match[]", "{host=\"%s\"}".formatted(host),
            "start", PromReader.seconds(fromMs),
            "end", PromReader.seconds(toMs - 1));
    try (InputStream body = door.get("/api/v1/export", query);
        JsonParser parser = JSON.createParser(body)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        line(parser, samples);
      }
    }
    return samples;
  }

  /// `{"metric":{…},"values":[…],"timestamps":[…]}`
  private static void line(JsonParser parser, HostSamples into) throws IOException {
    String key = "";
    var values = new HostSamples.Columns();
    var times = new HostSamples.Columns();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "metric" -> key = PromReader.key(parser);
        case "values" -> array(parser, values, false);
        case "timestamps" -> array(parser, times, true);
        default -> {
          parser.nextToken();
          parser.skipChildren();
        }
      }
    }
    if (values.count() != times.count()) {
      throw new IOException(
          "the export has %d values and %d times of %s"
              .formatted(values.count(), times.count(), key));
    }
    HostSamples.Columns series = into.series(key);
    for (int i = 0; i < values.count(); i++) {
      series.add(times.time(i), values.value(i));
    }
  }

  private static void array(JsonParser parser, HostSamples.Columns into, boolean isTime)
      throws IOException {
    parser.nextToken();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (isTime) {
        into.add(parser.getLongValue(), 0);
      } else if (token == JsonToken.VALUE_STRING) {
        into.add(0, PromReader.number(parser.getText()));
      } else {
        into.add(0, parser.getDoubleValue());
      }
    }
  }
}
