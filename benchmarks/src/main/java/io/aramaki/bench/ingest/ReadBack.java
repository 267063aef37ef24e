package io.aramaki.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.bench.load.Ledger;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.load.SeriesSum;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Reads every series through the people's door and compares count and checksum with the ledger.
final class ReadBack {
  /// How many samples one answer holds at most, about.
  private static final int SAMPLES_MAX = 100_000;

  /// What came of it.
  ///
  /// @param series how many were compared
  /// @param acknowledged how many samples the ledgers hold as acknowledged
  /// @param readable how many could be read
  /// @param wrong series whose count or checksum differs
  record Outcome(int series, long acknowledged, long readable, int wrong) {
    boolean isRight() {
      return wrong == 0 && acknowledged == readable && series > 0;
    }
  }

  private final Api api;
  private final long startMs;
  private final long endMs;

  ReadBack(Api api, long startMs, long endMs) {
    this.api = api;
    this.startMs = startMs;
    this.endMs = endMs;
  }

  Outcome compare(List<LoadAgent> agents) throws IOException {
    var total = new Outcome(0, 0, 0, 0);
    for (LoadAgent agent : agents) {
      Outcome one = compare(agent);
      total =
          new Outcome(
              total.series + one.series,
              total.acknowledged + one.acknowledged,
              total.readable + one.readable,
              total.wrong + one.wrong);
    }
    return total;
  }

  private Outcome compare(LoadAgent agent) throws IOException {
    Map<SeriesKey, Ledger.SeriesEntry> sent = agent.ledger().series();
    var metrics = new TreeSet<String>();
    sent.keySet().forEach(key -> metrics.add(key.metric()));
    var read = new HashMap<SeriesKey, SeriesSum>();
    for (String metric : metrics) {
      read(agent.identity().system(), metric, read);
    }
    long acknowledged = 0;
    long readable = 0;
    int wrong = 0;
    for (Map.Entry<SeriesKey, Ledger.SeriesEntry> entry : sent.entrySet()) {
      SeriesSum there = read.getOrDefault(entry.getKey(), SeriesSum.NONE);
      acknowledged += entry.getValue().acknowledged().samples();
      if (!there.equals(entry.getValue().acknowledged())) {
        wrong++;
      }
    }
    for (SeriesSum there : read.values()) {
      readable += there.samples();
    }
    return new Outcome(sent.size(), acknowledged, readable, wrong);
  }

  private void read(String system, String metric, Map<SeriesKey, SeriesSum> into)
      throws IOException {
    long window = SAMPLES_MAX / Workload.SERIES_PER_METRIC * Workload.STEP_MS;
    for (long from = startMs; from < endMs; from += window) {
      JsonNode answer =
          api.get(
              "/v1/" + system + "/samples",
              Map.of(
                  "metric", metric,
                  "start_time", Instant.ofEpochMilli(from).toString(),
                  "end_time", Instant.ofEpochMilli(Math.min(endMs, from + window)).toString()));
      for (JsonNode series : answer.path("series")) {
        var labels = new HashMap<String, String>();
        series
            .path("labels")
            .properties()
            .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        labels.remove("agent");
        labels.remove("system");
        var key = new SeriesKey(system, metric, labels, series.path("unit").asText(""));
        into.merge(key, sum(series), SeriesSum::plus);
      }
    }
  }

  private static SeriesSum sum(JsonNode series) {
    JsonNode times = series.path("times_ms");
    JsonNode values = series.path("values");
    var timesMs = new long[times.size()];
    var doubles = new double[values.size()];
    for (int i = 0; i < timesMs.length; i++) {
      timesMs[i] = times.get(i).asLong();
    }
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.get(i).asDouble();
    }
    return SeriesSum.of(timesMs, doubles);
  }
}
