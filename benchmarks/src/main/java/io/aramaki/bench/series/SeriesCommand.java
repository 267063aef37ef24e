package io.aramaki.bench.series;

import io.aramaki.bench.command.Command;
import io.aramaki.kit.app.Environment;
import java.util.List;

/// `./aramaki bench series`.
public final class SeriesCommand {
  public static final String USAGE = SeriesOptions.USAGE;

  private SeriesCommand() {}

  /// Answers the exit code: 0 if all was measured, 1 if the run did not come about, 2 if the
  /// arguments are wrong.
  public static int run(List<String> arguments) {
    return Command.run(
        arguments,
        USAGE,
        SeriesOptions::parse,
        (options, root) -> {
          new SeriesRun(options, Environment.system(), root).run();
          return 0;
        });
  }
}
