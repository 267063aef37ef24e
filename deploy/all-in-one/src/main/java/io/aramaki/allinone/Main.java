package io.aramaki.allinone;

import io.aramaki.allinone.home.Home;
import io.aramaki.allinone.home.Layout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The entrance of the all-in-one: what `./aramaki up`, `down` and `status` run, and the two
/// long-lived processes behind them.
public final class Main {
  private Main() {}

  /// Runs one command: `up [--split [--instances N]]`, `down`, `status`, and inside `supervise HOME
  /// [--split [--instances N]]`, `serve HOME`.
  public static void main(String[] args) throws Exception {
    var command = args.length == 0 ? "" : args[0];
    var rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    System.exit(run(command, rest));
  }

  private static int run(String command, List<String> arguments) throws Exception {
    return switch (command) {
      case "up" -> new Up(home()).run(arguments);
      case "down" -> new Down(home()).run();
      case "status" -> new Status(home()).run();
      case "supervise" ->
          Supervise.run(
              Home.open(Path.of(arguments.getFirst())),
              Layout.parse(arguments.subList(1, arguments.size())));
      case "serve" -> Serve.run(Home.open(Path.of(arguments.getFirst())));
      default -> {
        System.err.println(
            "unknown command \"%s\" (expected: up, down, status)".formatted(command));
        yield 2;
      }
    };
  }

  private static Home home() {
    return Home.open(Path.of(System.getenv().getOrDefault("ARAMAKI_HOME", ".aramaki")));
  }
}
