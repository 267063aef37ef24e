package io.aramaki.bench.ingest;

import java.util.List;
import java.util.Locale;

/// What `./aramaki bench ingest` was asked for.
///
/// @param agents how many simulated agents, each with a system of its own
/// @param seriesPerAgent how many series each reports
/// @param batchSamples about how many samples a batch holds; a multiple of the series
/// @param rate samples per second of all agents together; 0 is as fast as they are acknowledged
/// @param seconds how long it is measured
/// @param warmupSeconds how long the same load runs before
/// @param seed from which all values come
/// @param profile true to take a flight recording of gateway and monitoring while it is measured
/// @param report a file for the result in Markdown; empty for none
record Options(
    int agents,
    int seriesPerAgent,
    int batchSamples,
    int rate,
    int seconds,
    int warmupSeconds,
    long seed,
    boolean profile,
    String report) {
  static final String USAGE =
      """
      usage: ./aramaki bench ingest [--agents N] [--series-per-agent N] [--batch-samples N]
                                    [--rate N] [--seconds N] [--warmup-seconds N] [--seed N]
                                    [--profile] [--report FILE]
        --agents N            simulated agents (20)
        --series-per-agent N  series of each (100)
        --batch-samples N     samples in a batch (2000); 100 with 100 series is one of each
        --rate N              samples per second, all together (0: as fast as they are acknowledged)
        --seconds N           how long it is measured (60)
        --warmup-seconds N    how long the same load runs before (20)
        --seed N              of the data (1)
        --profile             flight recordings of gateway and monitoring, kept with the instance
        --report FILE         the result in Markdown\
      """;

  private static final Options DEFAULT = new Options(20, 100, 2_000, 0, 60, 20, 1, false, "");

  Options {
    require("--agents", agents, 1, 1_000);
    require("--series-per-agent", seriesPerAgent, 1, 10_000);
    require("--batch-samples", batchSamples, seriesPerAgent, 40_000);
    require("--rate", rate, 0, 100_000_000);
    require("--seconds", seconds, 1, 86_400);
    require("--warmup-seconds", warmupSeconds, 0, 3_600);
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(name, min, max, value));
    }
  }

  /// @throws IllegalArgumentException if something is not understood
  static Options parse(List<String> arguments) {
    Options options = DEFAULT;
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (name.equals("--profile")) {
        options = options.withProfile();
      } else if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException("%s: unknown, or lacks its value".formatted(name));
      } else {
        options = options.with(name, arguments.get(++i));
      }
    }
    return options;
  }

  private Options with(String name, String value) {
    int agentsNow = name.equals("--agents") ? number(name, value) : agents;
    int seriesNow = name.equals("--series-per-agent") ? number(name, value) : seriesPerAgent;
    int batchNow = name.equals("--batch-samples") ? number(name, value) : batchSamples;
    int rateNow = name.equals("--rate") ? number(name, value) : rate;
    int secondsNow = name.equals("--seconds") ? number(name, value) : seconds;
    int warmupNow = name.equals("--warmup-seconds") ? number(name, value) : warmupSeconds;
    long seedNow = name.equals("--seed") ? number(name, value) : seed;
    String reportNow = name.equals("--report") ? value : report;
    if (!USAGE.contains("  " + name + " ")) {
      throw new IllegalArgumentException("%s is no option".formatted(name));
    }
    return new Options(
        agentsNow,
        seriesNow,
        Math.max(batchNow, seriesNow),
        rateNow,
        secondsNow,
        warmupNow,
        seedNow,
        profile,
        reportNow);
  }

  private Options withProfile() {
    return new Options(
        agents, seriesPerAgent, batchSamples, rate, seconds, warmupSeconds, seed, true, report);
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a whole number, was \"%s\"".formatted(name, value), e);
    }
  }

  /// How many samples of each series a batch holds.
  int steps() {
    return Math.max(1, batchSamples / seriesPerAgent);
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "agents %d, series per agent %d, samples per batch %d, rate %s, measured %d s after %d s of warm-up, seed %d",
        agents,
        seriesPerAgent,
        steps() * seriesPerAgent,
        rate == 0 ? "as fast as acknowledged" : rate + "/s",
        seconds,
        warmupSeconds,
        seed);
  }
}
