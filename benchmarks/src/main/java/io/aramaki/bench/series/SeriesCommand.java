package io.aramaki.bench.series;

import io.aramaki.cli.api.ApiException;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// `./aramaki bench series`.
public final class SeriesCommand {
  public static final String USAGE = SeriesOptions.USAGE;

  private SeriesCommand() {}

  /// Answers the exit code: 0 if all was measured, 1 if the run did not come about, 2 if the
  /// arguments are wrong.
  public static int run(List<String> arguments) {
    SeriesOptions options;
    try {
      options = SeriesOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      return 2;
    }
    try {
      Path root = Path.of(System.getProperty("aramaki.root", "."));
      new SeriesRun(options, Environment.system(), root).run();
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
