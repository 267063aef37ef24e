package io.aramaki.cli;

import io.aramaki.cli.command.RootCommand;
import io.aramaki.cli.terminal.Examples;
import io.aramaki.cli.terminal.Questions;
import io.aramaki.cli.terminal.Terminal;
import io.aramaki.kit.app.Environment;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The entrance of `aramaki`: finds the connection file, runs the command, turns failures into one
/// clear line and an exit code.
public final class Main {
  private Main() {}

  /// Runs one command and exits: 0 done, 1 refused by the server, 2 wrong usage, 3 the server
  /// cannot be reached, 4 the run did not succeed, 5 its end is not known.
  public static void main(String[] args) {
    var terminal = new Terminal(System.out, System.err, Questions.ofProcess());
    System.exit(run(args, System.getenv(), terminal));
  }

  static int run(String[] args, Map<String, String> environment, Terminal terminal) {
    var home = Path.of(environment.getOrDefault("ARAMAKI_HOME", ".aramaki"));
    var root = new RootCommand(home, terminal, Environment.system());
    return line(root, terminal).execute(args);
  }

  static CommandLine line(RootCommand root, Terminal terminal) {
    var line = new CommandLine(root).setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(terminal.outWriter()).setErr(terminal.errWriter());
    line.setExecutionExceptionHandler((failure, _, _) -> root.explain(failure));
    line.setExecutionStrategy(Main::execute);
    line.getSubcommands().values().forEach(Main::explain);
    return line;
  }

  /// Runs the verb; a noun alone says which verbs it has.
  private static int execute(CommandLine.ParseResult parsed) {
    var last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    var spec = last.commandSpec();
    if (!spec.subcommands().isEmpty() && !last.isUsageHelpRequested()) {
      spec.commandLine().usage(spec.commandLine().getOut());
      return CommandLine.ExitCode.OK;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /// Gives every command `--help` and its examples.
  private static void explain(CommandLine line) {
    var spec = line.getCommandSpec();
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("shows this text and exits")
            .build());
    Examples.of(spec.qualifiedName().substring("aramaki ".length()))
        .ifPresent(examples -> spec.usageMessage().footer(examples));
    line.getSubcommands().values().forEach(Main::explain);
  }
}
