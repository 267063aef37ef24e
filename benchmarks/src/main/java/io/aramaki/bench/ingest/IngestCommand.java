package io.aramaki.bench.ingest;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.cli.api.ApiException;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./aramaki bench ingest`.
public final class IngestCommand {
  public static final String USAGE = Options.USAGE;

  private IngestCommand() {}

  /// Answers the exit code: 0 if everything that was acknowledged could be read, 1 if not or if the
  /// run did not come about, 2 if the arguments are wrong.
  public static int run(List<String> arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      return 2;
    }
    try {
      Path root = Path.of(System.getProperty("aramaki.root", "."));
      Result result = new Ingest(options, Environment.system(), root).run();
      System.out.println();
      System.out.print(result.markdown());
      if (!options.report().isEmpty()) {
        Files.writeString(Path.of(options.report()), result.markdown());
      }
      if (!result.isValid()) {
        System.err.println("The run is void: not everything that was sent can be read.");
        return 1;
      }
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
