package io.aramaki.bench.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;

/// Reads from our own gateway by its REST interface, a metric at a time: for builds without the
/// query language.
public final class RestReader implements HostReader {
  /// How many samples of a series one answer holds at most, about.
  private static final int SAMPLES_MAX = 20_000;

  private final Api api;
  private final DataPlan plan;

  public RestReader(Api api, DataPlan plan) {
    this.api = api;
    this.plan = plan;
  }

  @Override
  public HostSamples read(String host, long fromMs, long toMs) throws IOException {
    var metrics = new TreeSet<String>();
    for (int series = 0; series < plan.series(); series++) {
      metrics.add(plan.labels(0, series).metric());
    }
    var samples = new HostSamples();
    long window = SAMPLES_MAX * DataPlan.STEP_MS;
    for (String metric : metrics) {
      for (long from = fromMs; from < toMs; from += window) {
        JsonNode answer =
            api.get(
                "/v1/orgs/-/systems/" + host + "/samples",
                Map.of(
                    "metric", metric,
                    "start_time", Instant.ofEpochMilli(from).toString(),
                    "end_time", Instant.ofEpochMilli(Math.min(toMs, from + window)).toString()));
        answer.path("series").forEach(series -> series(metric, series, samples));
      }
    }
    return samples;
  }

  private static void series(String metric, JsonNode series, HostSamples into) {
    String device = series.path("labels").path(SeriesLabels.DEVICE).asText();
    HostSamples.Columns columns = into.series(SeriesLabels.key(metric, device));
    JsonNode times = series.path("times_ms");
    JsonNode values = series.path("values");
    for (int i = 0; i < times.size(); i++) {
      columns.add(times.get(i).asLong(), values.path(i).asDouble());
    }
  }
}
