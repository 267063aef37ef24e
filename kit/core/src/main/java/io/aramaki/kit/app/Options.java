package io.aramaki.kit.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The command line of a process: few words, since everything else is configuration.
///
/// @param config the file of `--config`
/// @param help whether only help is asked for
record Options(Optional<Path> config, boolean help) {
  static final String USAGE =
      """
      Usage: %s [--config FILE]

        --config FILE   the configuration, a YAML file; every key may also be set by an
                        environment variable
        --help          prints this text
      """;

  static Options parse(String[] args) {
    Optional<Path> config = Optional.empty();
    boolean help = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--help", "-h" -> help = true;
        case "--config" -> {
          if (++i == args.length) {
            throw new BadConfiguration("--config needs a file: --config FILE");
          }
          config = Optional.of(file(args[i]));
        }
        case String joined when joined.startsWith("--config=") ->
            config = Optional.of(file(joined.substring("--config=".length())));
        default ->
            throw new BadConfiguration(
                "unknown option \"" + args[i] + "\"; there are --config FILE and --help");
      }
    }
    return new Options(config, help);
  }

  private static Path file(String text) {
    Path file = Path.of(text);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new BadConfiguration("--config " + text + " is not a file that can be read");
    }
    return file;
  }
}
