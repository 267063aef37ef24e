package io.aramaki.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/// The entrance of `aramaki`: finds the connection file, runs the command, turns failures into one
/// clear line and an exit code.
public final class Main {
  private Main() {}

  /// Runs one command and exits: 0 done, 1 refused by the server, 2 wrong usage, 3 the server
  /// cannot be reached.
  public static void main(String[] args) {
    var terminal = new Terminal(System.out, System.err);
    System.exit(run(args, System.getenv(), terminal));
  }

  static int run(String[] args, Map<String, String> environment, Terminal terminal) {
    var home = Path.of(environment.getOrDefault("ARAMAKI_HOME", ".aramaki"));
    var root = new RootCommand(home, terminal);
    var line = new CommandLine(root).setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(terminal.outWriter()).setErr(terminal.errWriter());
    line.setExecutionExceptionHandler((failure, _, _) -> root.explain(failure));
    return line.execute(args);
  }
}
