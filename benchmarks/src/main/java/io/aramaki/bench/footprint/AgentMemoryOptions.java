package io.aramaki.bench.footprint;

import java.util.List;

/// What `./aramaki bench agent-memory` was asked for.
///
/// @param minutes how long the agent is watched
/// @param keep true to let the directory stay
/// @param report a file for the result in Markdown; empty for none
record AgentMemoryOptions(int minutes, boolean keep, String report) {
  static final String USAGE =
      """
      usage: ./aramaki bench agent-memory [--minutes N] [--keep] [--report FILE]
        --minutes N   how long the agent is watched (10)
        --keep        the instance's directory stays
        --report FILE the result in Markdown\
      """;

  private static final int MINUTES = 10;
  private static final int MINUTES_MAX = 1_440;

  AgentMemoryOptions {
    if (minutes < 1 || minutes > MINUTES_MAX) {
      throw new IllegalArgumentException(
          "--minutes must be 1 to %d, was %d".formatted(MINUTES_MAX, minutes));
    }
  }

  /// @throws IllegalArgumentException if something is not understood
  static AgentMemoryOptions parse(List<String> arguments) {
    int minutes = MINUTES;
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
        case "--minutes" -> minutes = number(name, value);
        case "--report" -> report = value;
        default -> throw new IllegalArgumentException("%s is no option".formatted(name));
      }
    }
    return new AgentMemoryOptions(minutes, keep, report);
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a whole number, was \"%s\"".formatted(name, value), e);
    }
  }
}
