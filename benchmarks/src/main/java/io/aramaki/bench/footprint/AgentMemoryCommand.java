package io.aramaki.bench.footprint;

import io.aramaki.bench.command.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `./aramaki bench agent-memory`.
public final class AgentMemoryCommand {
  public static final String USAGE = AgentMemoryOptions.USAGE;

  private AgentMemoryCommand() {}

  /// Answers the exit code: 0 if it was measured, 1 if checks or series were missing or the run did
  /// not come about, 2 if the arguments are wrong.
  public static int run(List<String> arguments) {
    return Command.run(arguments, USAGE, AgentMemoryOptions::parse, AgentMemoryCommand::measure);
  }

  private static int measure(AgentMemoryOptions options, Path root)
      throws IOException, InterruptedException {
    AgentMemoryResult result = new AgentMemoryRun(options, root).run();
    Command.show(result.markdown(), options.report());
    if (!result.isValid()) {
      System.err.println("The run is void: checks or series were missing.");
      return 1;
    }
    System.out.println(result.line());
    return 0;
  }
}
