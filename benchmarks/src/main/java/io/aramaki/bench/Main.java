package io.aramaki.bench;

import io.aramaki.bench.compare.CompareCommand;
import io.aramaki.bench.ingest.IngestCommand;
import java.util.List;

/// `./aramaki bench`.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    boolean compares =
        words.contains("--peers") || words.contains("query") || words.contains("disk");
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(compares ? CompareCommand.USAGE : usage());
      return;
    }
    if (words.isEmpty() || (!compares && !words.getFirst().equals("ingest"))) {
      System.err.println(usage());
      System.exit(2);
    }
    List<String> rest = words.subList(1, words.size());
    System.exit(compares ? CompareCommand.run(words.getFirst(), rest) : IngestCommand.run(rest));
  }

  private static String usage() {
    return IngestCommand.USAGE + "\n\n" + CompareCommand.USAGE;
  }
}
