package io.aramaki.bench;

import io.aramaki.bench.agents.AgentsCommand;
import io.aramaki.bench.compare.CompareCommand;
import io.aramaki.bench.footprint.AgentMemoryCommand;
import io.aramaki.bench.ingest.IngestCommand;
import io.aramaki.bench.series.SeriesCommand;
import java.util.List;

/// `./aramaki bench`.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    boolean compares =
        words.contains("--peers") || words.contains("query") || words.contains("disk");
    boolean series = !words.isEmpty() && words.getFirst().equals("series");
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(compares ? CompareCommand.USAGE : series ? SeriesCommand.USAGE : usage());
      return;
    }
    if (words.isEmpty()) {
      System.err.println(usage());
      System.exit(2);
    }
    String first = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    System.exit(compares ? CompareCommand.run(first, rest) : run(first, rest));
  }

  private static int run(String measure, List<String> rest) {
    return switch (measure) {
      case "ingest" -> IngestCommand.run(rest);
      case "series" -> SeriesCommand.run(rest);
      case "agents" -> AgentsCommand.run(rest);
      case "agent-memory" -> AgentMemoryCommand.run(rest);
      default -> {
        System.err.println(usage());
        yield 2;
      }
    };
  }

  private static String usage() {
    return String.join(
        "\n\n",
        IngestCommand.USAGE,
        CompareCommand.USAGE,
        SeriesCommand.USAGE,
        AgentsCommand.USAGE,
        AgentMemoryCommand.USAGE);
  }
}
