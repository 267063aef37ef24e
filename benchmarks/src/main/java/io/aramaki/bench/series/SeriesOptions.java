package io.aramaki.bench.series;

import java.util.List;
import java.util.Locale;

/// What `./aramaki bench series` was asked for.
///
/// @param series how many series, all agents together
/// @param samples how many samples of each
/// @param agents how many simulated agents, each with a system of its own
/// @param heapMib the heap of monitoring, in MiB
/// @param asked how often each selector is asked, after as many that do not count
record SeriesOptions(int series, int samples, int agents, int heapMib, int asked) {
  /// The most series of one agent, as the data has names for.
  static final int PER_AGENT_MAX = 1_000;

  static final String USAGE =
      """
      usage: ./aramaki bench series [--series N] [--samples N] [--agents N] [--heap-mib N] [--asked N]
        --series N    series, all agents together (5000000)
        --samples N   samples of each (20)
        --agents N    simulated agents (a thousandth of the series); at most 1000 series each
        --heap-mib N  the heap of monitoring (4096)
        --asked N     how often each selector is asked and counted, after as many that are not (500)\
      """;

  SeriesOptions {
    require("--series", series, 1, 10_000_000);
    require("--samples", samples, 1, 40);
    require("--agents", agents, 1, 100_000);
    require("--heap-mib", heapMib, 256, 65_536);
    require("--asked", asked, 10, 10_000);
    if (series > agents * (long) PER_AGENT_MAX) {
      throw new IllegalArgumentException(
          "--agents must be at least %d for %d series, was %d"
              .formatted((series + PER_AGENT_MAX - 1) / PER_AGENT_MAX, series, agents));
    }
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(name, min, max, value));
    }
  }

  /// Reads them.
  ///
  /// @throws IllegalArgumentException if something is not understood
  static SeriesOptions parse(List<String> arguments) {
    int series = 5_000_000;
    int samples = 20;
    int agents = 0;
    int heapMib = 4_096;
    int asked = 500;
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException("%s: unknown, or lacks its value".formatted(name));
      }
      int value = number(name, arguments.get(i + 1));
      switch (name) {
        case "--series" -> series = value;
        case "--samples" -> samples = value;
        case "--agents" -> agents = value;
        case "--heap-mib" -> heapMib = value;
        case "--asked" -> asked = value;
        default -> throw new IllegalArgumentException("%s is no option".formatted(name));
      }
    }
    int enough = agents == 0 ? (series + PER_AGENT_MAX - 1) / PER_AGENT_MAX : agents;
    return new SeriesOptions(series, samples, enough, heapMib, asked);
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a whole number, was \"%s\"".formatted(name, value), e);
    }
  }

  /// How many series each agent has; with the last agents there may be some more than asked for.
  int perAgent() {
    return (series + agents - 1) / agents;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%,d series of %d agents, %d samples each, monitoring with %d MiB of heap",
        (long) perAgent() * agents,
        agents,
        samples,
        heapMib);
  }
}
