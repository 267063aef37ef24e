package io.aramaki.bench.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Reads by InfluxDB's query language, in chunks.
public final class InfluxReader implements HostReader {
  private static final String CHUNK_SAMPLES = "10000";

  private final Door door;
  private final String database;

  public InfluxReader(Door door, String database) {
    this.door = door;
    this.database = database;
  }

  @Override
  public HostSamples read(String host, long fromMs, long toMs) throws IOException {
    var samples = new HostSamples();
    String query =
        "SELECT value FROM /.*/ WHERE host = '%s' AND time >= %dms AND time < %dms GROUP BY device"
            .formatted(host, fromMs, toMs);
    var parameters =
        Map.of(
            "db",
            database,
            "epoch",
            "ms",
            "chunked",
            "true",
            "chunk_size",
            CHUNK_SAMPLES,
            "q",
            query);
    try (InputStream body = door.get("/query", parameters);
        MappingIterator<JsonNode> chunks = Api.JSON.readerFor(JsonNode.class).readValues(body)) {
      while (chunks.hasNextValue()) {
        chunk(chunks.nextValue(), samples);
      }
    }
    return samples;
  }

  private static void chunk(JsonNode chunk, HostSamples into) throws IOException {
    for (JsonNode result : chunk.path("results")) {
      if (result.has("error")) {
        throw new IOException("the query failed: " + result.path("error").asText());
      }
      for (JsonNode series : result.path("series")) {
        String device = series.path("tags").path(SeriesLabels.DEVICE).asText();
        HostSamples.Columns columns =
            into.series(SeriesLabels.key(series.path("name").asText(), device));
        for (JsonNode row : series.path("values")) {
          columns.add(row.path(0).asLong(), row.path(1).asDouble());
        }
      }
    }
  }
}
