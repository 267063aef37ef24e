package io.aramaki.bench.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.machine.Instance;
import io.aramaki.bench.machine.Processes;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.read.KnownSeries;
import io.aramaki.bench.read.PromQuery;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.Connection;
import io.aramaki.cli.api.Trust;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run: start, let all agents come, count what lives in the heap, ask selectors, count again.
final class SeriesRun {
  private static final String BUILD_INFO = "/api/v1/status/buildinfo";
  private static final long BEFORE_NOW_MS = TimeUnit.MINUTES.toMillis(8);
  private static final Duration KNOWN_MAX = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofSeconds(1);

  /// So many series a selector is to find.
  private static final int SELECTED = 1_000;

  private static final double NANOS = 1e9;
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;

  private final SeriesOptions options;
  private final Environment environment;
  private final Path root;

  SeriesRun(SeriesOptions options, Environment environment, Path root) {
    this.options = options;
    this.environment = environment;
    this.root = root;
  }

  void run() throws IOException, InterruptedException {
    say("%s", options.text());
    List<String> flags =
        List.of("-Xmx" + options.heapMib() + "m", "-XX:-UseSerialGC", "-XX:+UseG1GC");
    try (var instance = Instance.start(root, Map.of("monitoring", flags))) {
      long start = environment.clock().millis() - BEFORE_NOW_MS;
      var plan =
          new DataPlan(
              DataSet.RECIPE,
              1,
              options.agents(),
              options.perAgent(),
              start - (start % DataPlan.STEP_MS));
      long empty = heap(instance, "empty").bytes();
      feed(instance, plan);
      LiveHeap full = heap(instance, "full");
      say("RESULT series-heap live_mib=%d of=%d", full.bytes() >> 20, options.heapMib());
      say(
          "RESULT series-bytes per_series=%.0f series=%d",
          (full.bytes() - empty) / (double) plan.seriesTotal(), plan.seriesTotal());
      ask(instance, plan);
      LiveHeap asked = heap(instance, "after the questions");
      say("RESULT series-heap-asked live_mib=%d of=%d", asked.bytes() >> 20, options.heapMib());
      asked.largest().forEach(line -> say("%s", line));
      say("resident: %s", Processes.read(instance.servers()).residentMib());
    }
  }

  private void feed(Instance instance, DataPlan plan) throws IOException, InterruptedException {
    Map<String, Long> servers = instance.servers();
    Processes before = Processes.read(servers);
    long begin = System.nanoTime();
    Path directory = instance.home().resolve("bench-agents");
    new Visits(options, plan, instance.api(), directory, environment).run();
    double seconds = (System.nanoTime() - begin) / NANOS;
    say(
        "RESULT series-acknowledged series=%d samples=%d seconds=%.0f",
        plan.seriesTotal(), plan.seriesTotal() * options.samples(), seconds);
    awaitKnown(instance, plan.seriesTotal());
    say("CPU seconds: %s", Processes.read(servers).cpuSince(before));
  }

  /// Batches are applied behind their acknowledgement.
  private static void awaitKnown(Instance instance, long wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + KNOWN_MAX.toNanos();
    try (var door = Door.local(instance.adminPort("monitoring"))) {
      for (long known = KnownSeries.count(door); known < wanted; known = KnownSeries.count(door)) {
        if (System.nanoTime() > end) {
          throw new IOException(
              "after %d min %d of %d series are known"
                  .formatted(KNOWN_MAX.toMinutes(), known, wanted));
        }
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
    }
  }

  private static LiveHeap heap(Instance instance, String when)
      throws IOException, InterruptedException {
    LiveHeap live = LiveHeap.of(instance.servers().getOrDefault("monitoring", 0L));
    say("monitoring, %s: %d MiB live after a full collection", when, live.bytes() >> 20);
    return live;
  }

  private void ask(Instance instance, DataPlan plan) throws IOException {
    Connection connection = instance.connection();
    Map<String, String> headers = Map.of("Authorization", "Bearer " + connection.token());
    try (var door = new Door(connection.url(), headers, Trust.only(connection.ca()))) {
      if (door.has(BUILD_INFO)) {
        for (PromQuery query : queries(plan)) {
          measure(query.name(), () -> query.ask(door));
        }
      } else {
        say("this build has no query language: the newest samples of one system are asked");
        Api api = instance.api();
        String path = "/v1/orgs/-/systems/" + SeriesLabels.hostName(0) + "/latestSamples";
        measure(
            "latest",
            () -> {
              JsonNode page = api.get(path, Map.of("page_size", Integer.toString(SELECTED)));
              return page.path("series").size();
            });
      }
    }
  }

  /// One host with all its series, and one series of each of many hosts.
  private List<PromQuery> queries(DataPlan plan) {
    long now = plan.timeMs(options.samples() - 1L);
    SeriesLabels one = plan.labels(0, 0);
    int digits = Math.max(0, Integer.toString(Math.min(plan.hosts(), SELECTED) - 1).length());
    var queries = new ArrayList<PromQuery>();
    queries.add(
        PromQuery.instant("one-host", "{host=\"%s\"}".formatted(SeriesLabels.hostName(0)), now));
    queries.add(
        PromQuery.instant(
            "many-hosts", "%s{host=~\"host-0*[0-9]{1,%d}\"}".formatted(one.metric(), digits), now));
    return queries;
  }

  /// Asks once and answers how much came.
  private interface Question {
    int ask() throws IOException;
  }

  private void measure(String name, Question question) throws IOException {
    int size = 0;
    for (int i = 0; i < options.asked(); i++) {
      size = question.ask();
    }
    var nanos = new long[options.asked()];
    for (int i = 0; i < nanos.length; i++) {
      long begin = System.nanoTime();
      size = question.ask();
      nanos[i] = System.nanoTime() - begin;
    }
    var latencies = new Latencies(nanos);
    say(
        "RESULT series-query name=%s p50_ms=%.1f p99_ms=%.1f answer=%d",
        name, latencies.ms(MEDIAN), latencies.ms(P99), size);
  }

  @FormatMethod
  private static void say(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    System.out.println(text.startsWith("RESULT ") ? text : "bench: " + text);
  }
}
