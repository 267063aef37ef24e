package io.aramaki.bench.ingest;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.machine.FlightRecording;
import io.aramaki.bench.machine.Instance;
import io.aramaki.bench.machine.Machine;
import io.aramaki.bench.machine.Processes;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run: start, idle, warm-up, measure, wait for the last acknowledgement, read everything back.
final class Ingest {
  private static final int IDLE_SECONDS = 10;
  private static final int PROGRESS_SECONDS = 5;

  /// How long the servers' work is counted on after the last acknowledgement, because batches are
  /// evaluated behind it.
  private static final int SETTLE_SECONDS = 10;

  /// How far before now the data begins. A read looks into the journal from the hour before its
  /// range to the hour after it.
  private static final long DATA_AGE_MS = TimeUnit.MINUTES.toMillis(50);

  /// How far the times of the data may get ahead of the clock.
  private static final long AHEAD_MAX_MS = TimeUnit.MINUTES.toMillis(50);

  private static final double NANOS = 1e9;

  private final Options options;
  private final Environment environment;
  private final Path root;

  Ingest(Options options, Environment environment, Path root) {
    this.options = options;
    this.environment = environment;
    this.root = root;
  }

  /// Prints progress and answers what was found.
  Result run() throws IOException, InterruptedException, EnrolmentFailed {
    say("%s", options.text());
    try (var instance = Instance.start(root)) {
      Map<String, String> machine = Machine.facts(instance.home());
      if (options.profile()) {
        instance.keep();
      }
      long startMs = environment.clock().millis() - DATA_AGE_MS;
      say("enrolling %d agents", options.agents());
      try (var fleet =
          Fleet.start(
              options,
              instance.api(),
              instance.home().resolve("bench-agents"),
              startMs,
              environment)) {
        return measure(instance, fleet, machine, startMs);
      }
    }
  }

  private Result measure(Instance instance, Fleet fleet, Map<String, String> machine, long startMs)
      throws IOException, InterruptedException {
    Map<String, Long> servers = instance.servers();
    say("idle for %d s", IDLE_SECONDS);
    Processes beforeIdle = Processes.read(servers);
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    Processes afterIdle = Processes.read(servers);
    Map<String, Double> idle = new LinkedHashMap<>();
    afterIdle.cpuSince(beforeIdle).forEach((name, used) -> idle.put(name, used / IDLE_SECONDS));

    fleet.begin();
    watch(fleet, "warm-up", options.warmupSeconds());
    if (options.profile()) {
      FlightRecording.start(servers, instance.home(), options.seconds());
    }
    long samplesBefore = fleet.acknowledgedSamples();
    Processes before = Processes.read(servers);
    long begin = System.nanoTime();
    int most = watch(fleet, "measured", options.seconds());
    int atEnd = fleet.unanswered();
    long stop = System.nanoTime();
    boolean all = fleet.finish();
    double seconds = (System.nanoTime() - begin) / NANOS;
    double drain = (System.nanoTime() - stop) / NANOS;
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    Processes after = Processes.read(servers);
    long samples = fleet.acknowledgedSamples() - samplesBefore;
    say("drained in %.2f s; reading everything back", drain);
    if (fleet.endMs() > environment.clock().millis() + AHEAD_MAX_MS) {
      throw new IOException(
          "the times of the data ran too far ahead to be read back: measure less, or more series");
    }
    long beginRead = System.nanoTime();
    ReadBack.Outcome readBack =
        new ReadBack(instance.api(), startMs, fleet.endMs()).compare(fleet.agents());
    double readSeconds = (System.nanoTime() - beginRead) / NANOS;
    long resent = 0;
    long askedAgain = 0;
    for (LoadAgent agent : fleet.agents()) {
      resent += agent.figures().resent();
      askedAgain += agent.figures().askedAgain();
    }
    return new Result(
        options,
        machine,
        samples,
        seconds,
        drain,
        after.cpuSince(before),
        SETTLE_SECONDS,
        idle,
        after.residentMib(),
        fleet.totals(),
        new Result.Spool(most, atEnd, all ? 0 : fleet.unanswered(), resent, askedAgain),
        readBack,
        readSeconds);
  }

  /// Answers the most batches that were seen without an answer.
  private int watch(Fleet fleet, String phase, int seconds) throws InterruptedException {
    int most = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      long before = fleet.acknowledgedSamples();
      long begin = System.nanoTime();
      long left = Math.min(end - begin, TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS));
      TimeUnit.NANOSECONDS.sleep(left);
      double rate = (fleet.acknowledgedSamples() - before) / ((System.nanoTime() - begin) / NANOS);
      int unanswered = fleet.unanswered();
      most = Math.max(most, unanswered);
      say("%s: %,.0f samples/s, %d batches unacknowledged", phase, rate, unanswered);
    }
    return most;
  }

  @FormatMethod
  private static void say(String format, Object... values) {
    System.out.println("bench: " + String.format(Locale.ROOT, format, values));
  }
}
