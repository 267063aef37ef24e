package io.aramaki.bench.agents;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.command.Command;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `./aramaki bench agents`.
public final class AgentsCommand {
  public static final String USAGE = AgentsOptions.USAGE;

  private AgentsCommand() {}

  /// Answers the exit code: 0 if it was measured, 1 if sessions were missing or the run did not
  /// come about, 2 if the arguments are wrong.
  public static int run(List<String> arguments) {
    return Command.run(arguments, USAGE, AgentsOptions::parse, AgentsCommand::measure);
  }

  private static int measure(AgentsOptions options, Path root)
      throws IOException, EnrolmentFailed, InterruptedException {
    AgentsResult result = new AgentsRun(options, Environment.system(), root).run();
    Command.show(result.markdown(), options.report());
    if (!result.isValid()) {
      System.err.println("The run is void: sessions or acknowledgements were missing.");
      return 1;
    }
    System.out.println(result.line());
    return 0;
  }
}
