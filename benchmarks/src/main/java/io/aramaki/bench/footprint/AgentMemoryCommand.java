package io.aramaki.bench.footprint;

import io.aramaki.cli.api.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./aramaki bench agent-memory`.
public final class AgentMemoryCommand {
  public static final String USAGE = AgentMemoryOptions.USAGE;

  private AgentMemoryCommand() {}

  /// Answers the exit code: 0 if it was measured, 1 if checks or series were missing or the run did
  /// not come about, 2 if the arguments are wrong.
  public static int run(List<String> arguments) {
    AgentMemoryOptions options;
    try {
      options = AgentMemoryOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      return 2;
    }
    try {
      Path root = Path.of(System.getProperty("aramaki.root", "."));
      AgentMemoryResult result = new AgentMemoryRun(options, root).run();
      System.out.println();
      System.out.print(result.markdown());
      if (!options.report().isEmpty()) {
        Files.writeString(Path.of(options.report()), result.markdown());
      }
      if (!result.isValid()) {
        System.err.println("The run is void: checks or series were missing.");
        return 1;
      }
      System.out.println(result.line());
      return 0;
    } catch (IOException | ApiException e) {
      System.err.println("The run did not come about: " + e.getMessage());
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
