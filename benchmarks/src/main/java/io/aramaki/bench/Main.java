package io.aramaki.bench;

import io.aramaki.bench.ingest.IngestCommand;
import java.util.List;

/// `./aramaki bench`.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(IngestCommand.USAGE);
      return;
    }
    if (words.isEmpty() || !words.getFirst().equals("ingest")) {
      System.err.println(IngestCommand.USAGE);
      System.exit(2);
    }
    System.exit(IngestCommand.run(words.subList(1, words.size())));
  }
}
