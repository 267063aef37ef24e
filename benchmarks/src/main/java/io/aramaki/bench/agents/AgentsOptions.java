package io.aramaki.bench.agents;

import java.util.List;

/// What `./aramaki bench agents` was asked for.
///
/// @param agents how many simulated agents there are in the end
/// @param base how many there are at the first reading
/// @param series how many series each reports
/// @param interval seconds from one batch of an agent to its next
/// @param settle seconds from the last opened session to a reading
/// @param keep true to let the instance's directory stay
/// @param report a file for the result in Markdown; empty for none
record AgentsOptions(
    int agents, int base, int series, int interval, int settle, boolean keep, String report) {
  static final String USAGE =
      """
      usage: ./aramaki bench agents [--agents N] [--base N] [--series N] [--interval N]
                                    [--settle N] [--keep] [--report FILE]
        --agents N    simulated agents in the end, each with TLS and both sessions (10000)
        --base N      how many of them at the first reading (100)
        --series N    series that each reports (5)
        --interval N  seconds from one batch of an agent to its next (30)
        --settle N    seconds from the last opened session to a reading (120)
        --keep        the instance's directory stays
        --report FILE the result in Markdown
      Inventory enrols 20 agents a second, so that 10,000 take eight minutes before it begins.\
      """;

  private static final AgentsOptions DEFAULT =
      new AgentsOptions(10_000, 100, 5, 30, 120, false, "");

  AgentsOptions {
    require("--agents", agents, 2, 20_000);
    require("--base", base, 1, agents - 1);
    require("--series", series, 1, 1_000);
    require("--interval", interval, 1, 3_600);
    require("--settle", settle, 1, 3_600);
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(name, min, max, value));
    }
  }

  /// @throws IllegalArgumentException if something is not understood
  static AgentsOptions parse(List<String> arguments) {
    int agents = DEFAULT.agents;
    int base = DEFAULT.base;
    int series = DEFAULT.series;
    int interval = DEFAULT.interval;
    int settle = DEFAULT.settle;
    boolean keep = false;
    String report = "";
    for (int i = 0; i < arguments.size(); i++) {
      String name = arguments.get(i);
      if (name.equals("--keep")) {
        keep = true;
        continue;
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException("%s: unknown, or lacks its value".formatted(name));
      }
      String value = arguments.get(++i);
      switch (name) {
        case "--agents" -> agents = number(name, value);
        case "--base" -> base = number(name, value);
        case "--series" -> series = number(name, value);
        case "--interval" -> interval = number(name, value);
        case "--settle" -> settle = number(name, value);
        case "--report" -> report = value;
        default -> throw new IllegalArgumentException("%s is no option".formatted(name));
      }
    }
    return new AgentsOptions(agents, base, series, interval, settle, keep, report);
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a whole number, was \"%s\"".formatted(name, value), e);
    }
  }

  String text() {
    return "%d agents after %d, %d series each, a batch each %d s, read %d s after the last session"
        .formatted(agents, base, series, interval, settle);
  }
}
