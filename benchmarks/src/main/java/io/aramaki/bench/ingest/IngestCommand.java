package io.aramaki.bench.ingest;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.command.Command;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `./aramaki bench ingest`.
public final class IngestCommand {
  public static final String USAGE = Options.USAGE;

  private IngestCommand() {}

  /// Answers the exit code: 0 if everything that was acknowledged could be read, 1 if not or if the
  /// run did not come about, 2 if the arguments are wrong.
  public static int run(List<String> arguments) {
    return Command.run(arguments, USAGE, Options::parse, IngestCommand::measure);
  }

  private static int measure(Options options, Path root)
      throws IOException, EnrolmentFailed, InterruptedException {
    Result result = new Ingest(options, Environment.system(), root).run();
    Command.show(result.markdown(), options.report());
    if (!result.isValid()) {
      System.err.println("The run is void: not everything that was sent can be read.");
      return 1;
    }
    return 0;
  }
}
