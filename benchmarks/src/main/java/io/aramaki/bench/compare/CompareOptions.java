package io.aramaki.bench.compare;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a comparison was asked for.
///
/// @param measure what is compared
/// @param peers the names of those that take part
/// @param set the kind of data
/// @param seed from which all values come
/// @param hosts how many hosts
/// @param series how many series each host has
/// @param seconds how long ingest is measured
/// @param warmupSeconds how long the same load runs before
/// @param hours how many hours the data spans at most
/// @param batchSteps how many steps of a host's series go into one batch of our agents
/// @param requestSteps how many steps of a series go into one request of the other ways
/// @param report the file for the result; empty for the usual one
record CompareOptions(
    Measure measure,
    List<String> peers,
    DataSet set,
    long seed,
    int hosts,
    int series,
    int seconds,
    int warmupSeconds,
    int hours,
    int batchSteps,
    int requestSteps,
    String report) {
  private static final int BATCH_STEPS = 20;

  /// A run that is measured shorter than this is called a burst.
  static final int SUSTAINED_SECONDS = 300;

  /// For query and disk the data ends so long before now that all its hours are closed.
  private static final Duration CLOSED_AFTER = Duration.ofHours(2);

  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  static final String USAGE =
      """
      usage: ./aramaki bench ingest --peers [OPTION...]   samples/s, CPU, memory, bytes while samples come
             ./aramaki bench query --peers [OPTION...]    one series over 24 h, and topk over all hosts
             ./aramaki bench disk --peers [OPTION...]     bytes per sample after compaction

      Runs one server after the other on this machine, each in a fresh directory and on free ports, feeds all the same
      data through 4 connections (our agents: one each), reads every series back, and prints ratios: ours / theirs.
      The servers are Debian's victoria-metrics, prometheus and influxdb; installed ones are used, others are fetched
      with apt-get into a cache and run from there, without being installed. Nothing else should run meanwhile.

        --only NAMES          of aramaki, aramaki-remote-write, victoria-metrics, prometheus, influxdb, influxdb-gzip;
                              with commas (all; the remote-write and gzip ways are for ingest only)
        --data SET            recipe (40 % counters, 40 % gauges, 20 % nearly constant), random, constant,
                              recorded (a real host's metrics, varied for each host) (recipe)
        --hosts N             hosts, each an agent of ours (ingest and query 1000, disk 10)
        --series N            series of each host (ingest and disk 100, query 5)
        --hours N             hours that the data spans, at most (ingest 12, others 24)
        --seconds N           ingest: how long it is measured (300; less is called a burst)
        --warmup-seconds N    ingest: how long the same load runs before (20)
        --batch-steps N       steps of a host's series in a batch of our agents (20, so 2,000 samples with 100 series;
                              an agent sends 1 while all is well, more after an outage)
        --request-steps N     steps of a series in a request to the others, and by remote write; a request has 2,000
                              samples (ingest 1, as Prometheus and agents of its kind send; query and disk 20)
        --seed N              of the data (1)
        --report FILE         the result in Markdown (docs/benchmarks/DATE-MEASURE.md)

      Exit code 0: measured, and everything that was acknowledged could be read. 1: not; such a run is void. 2: an option
      is wrong.\
      """;

  CompareOptions {
    peers = List.copyOf(peers);
    require("--hosts", hosts, 1, 10_000);
    require("--series", series, 1, DataPlan.SERIES_MAX);
    require("--seconds", seconds, 1, 86_400);
    require("--warmup-seconds", warmupSeconds, 0, 3_600);
    require("--hours", hours, 1, 120);
    require("--batch-steps", batchSteps, 1, 1_000);
    require("--request-steps", requestSteps, 1, 1_000);
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(name, min, max, value));
    }
  }

  /// @throws IllegalArgumentException if something is not understood
  static CompareOptions parse(Measure measure, List<String> arguments) {
    Map<String, String> given = given(arguments);
    boolean disk = measure == Measure.DISK;
    boolean query = measure == Measure.QUERY;
    String only = given.getOrDefault("--only", "");
    return new CompareOptions(
        measure,
        PeerChoice.names(measure, only.isEmpty() ? List.of() : List.of(only.split(",", -1))),
        DataSet.parse(given.getOrDefault("--data", DataSet.RECIPE.text())),
        number(given, "--seed", 1),
        number(given, "--hosts", disk ? 10 : 1_000),
        number(given, "--series", query ? 5 : 100),
        number(given, "--seconds", SUSTAINED_SECONDS),
        number(given, "--warmup-seconds", 20),
        number(given, "--hours", measure == Measure.INGEST ? 12 : 24),
        number(given, "--batch-steps", BATCH_STEPS),
        number(given, "--request-steps", measure == Measure.INGEST ? 1 : BATCH_STEPS),
        given.getOrDefault("--report", ""));
  }

  private static Map<String, String> given(List<String> arguments) {
    var given = new HashMap<String, String>();
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (name.equals("--peers")) {
        continue;
      }
      if (!name.startsWith("--") || !USAGE.contains("  " + name + " ")) {
        throw new IllegalArgumentException("%s is no option".formatted(name));
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException("%s lacks its value".formatted(name));
      }
      given.put(name, arguments.get(++i));
    }
    return given;
  }

  private static int number(Map<String, String> given, String name, int usual) {
    String value = given.get(name);
    if (value == null) {
      return usual;
    }
    try {
      return Integer.parseInt(value.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a whole number, was \"%s\"".formatted(name, value), e);
    }
  }

  /// The data, in the past as seen from now.
  DataPlan plan(Instant now) {
    long hour = now.toEpochMilli() / HOUR_MS * HOUR_MS;
    long start =
        measure == Measure.INGEST
            ? (now.toEpochMilli() / DataPlan.STEP_MS * DataPlan.STEP_MS) - (hours * HOUR_MS)
            : hour - CLOSED_AFTER.toMillis() - (hours * HOUR_MS);
    return new DataPlan(set, seed, hosts, series, start);
  }

  /// How many steps the data has at most.
  long stepsMax() {
    return hours * HOUR_MS / DataPlan.STEP_MS;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "data `%s` from seed %d, %,d hosts × %d series, a sample each %d s, at most %d h; batches of our agents with %d steps, requests of the other ways with %d; 4 connections%s",
        set.text(),
        seed,
        hosts,
        series,
        DataPlan.STEP_MS / 1_000,
        hours,
        batchSteps,
        requestSteps,
        measure == Measure.INGEST
            ? "; measured %d s, after %d s of warm-up and until it rested from them"
                .formatted(seconds, warmupSeconds)
            : "");
  }
}
