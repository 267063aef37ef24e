package io.aramaki.bench.agents;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.cli.api.ApiException;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./aramaki bench agents`.
public final class AgentsCommand {
  public static final String USAGE = AgentsOptions.USAGE;

  private AgentsCommand() {}

  /// Answers the exit code: 0 if it was measured, 1 if sessions were missing or the run did not
  /// come about, 2 if the arguments are wrong.
  public static int run(List<String> arguments) {
    AgentsOptions options;
    try {
      options = AgentsOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      return 2;
    }
    try {
      Path root = Path.of(System.getProperty("aramaki.root", "."));
      AgentsResult result = new AgentsRun(options, Environment.system(), root).run();
      System.out.println();
      System.out.print(result.markdown());
      if (!options.report().isEmpty()) {
        Files.writeString(Path.of(options.report()), result.markdown());
      }
      if (!result.isValid()) {
        System.err.println("The run is void: sessions or acknowledgements were missing.");
        return 1;
      }
      System.out.println(result.line());
      return 0;
    } catch (IOException | EnrolmentFailed | ApiException e) {
      System.err.println("The run did not come about: " + e.getMessage());
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
